# CMake toolchain: zig's Clang, its musl and libc++ for MESH_TARGET (linux-amd64, linux-arm64,
# darwin-amd64, darwin-arm64). MESH_TOOLS holds the compiler scripts of zig-tools.sh, and
# MESH_PREFIX the libraries built for this target; nothing of the machine itself is used.
set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES MESH_TARGET MESH_TOOLS MESH_PREFIX)
if(MESH_TARGET MATCHES "^linux-")
  set(CMAKE_SYSTEM_NAME Linux)
  # Try-compiles link statically too: a found function is one of musl.
  set(CMAKE_EXE_LINKER_FLAGS_INIT -static)
else()
  set(CMAKE_SYSTEM_NAME Darwin)
endif()
if(MESH_TARGET MATCHES "amd64$")
  set(CMAKE_SYSTEM_PROCESSOR x86_64)
else()
  set(CMAKE_SYSTEM_PROCESSOR aarch64)
endif()

set(CMAKE_C_COMPILER ${MESH_TOOLS}/clang)
set(CMAKE_CXX_COMPILER ${MESH_TOOLS}/clang++)
set(CMAKE_AR ${MESH_TOOLS}/ar CACHE FILEPATH "")
set(CMAKE_RANLIB ${MESH_TOOLS}/ranlib CACHE FILEPATH "")

# Paths of the machine that builds stay out of the binaries.
foreach(language C CXX)
  set(CMAKE_${language}_FLAGS_INIT "-ffunction-sections -fdata-sections -ffile-prefix-map=${CMAKE_SOURCE_DIR}=. -ffile-prefix-map=${MESH_PREFIX}=.")
endforeach()

set(CMAKE_FIND_ROOT_PATH ${MESH_PREFIX})
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
