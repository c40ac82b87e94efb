# What all our targets share, and one function per sort of target.

add_library(mesh_options INTERFACE)
target_compile_features(mesh_options INTERFACE cxx_std_20)
target_include_directories(mesh_options INTERFACE ${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR}/generated)
# g++ 12 sees overlapping copies in `"text" + string` where there are none: hence no -Wrestrict.
target_compile_options(mesh_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
  -Wnon-virtual-dtor -Wimplicit-fallthrough $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
  -ffunction-sections -fdata-sections $<$<BOOL:${MESH_WERROR}>:-Werror>)
target_link_options(mesh_options INTERFACE
  $<IF:$<PLATFORM_ID:Darwin>,-Wl$<COMMA>-dead_strip,-Wl$<COMMA>--gc-sections>)
if(MESH_SANITIZE)
  target_compile_options(mesh_options INTERFACE
    -fsanitize=${MESH_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer
    # The sanitizers' own code hides from g++ that a std::function is set.
    $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
  target_link_options(mesh_options INTERFACE -fsanitize=${MESH_SANITIZE})
endif()

# The static library mesh_<folder> of one folder of common/.
function(mesh_add_library folder)
  add_library(mesh_${folder} STATIC ${ARGN})
  target_link_libraries(mesh_${folder} PUBLIC mesh_options)
endfunction()

# The binary kubectl-mesh-<name>, its link with an underscore (kubectl looks for that one when the
# user types `kubectl mesh-<name>`), and its library for tests.
function(mesh_add_plugin name)
  add_library(mesh_plugin_${name} STATIC plugin.cpp ${ARGN})
  target_link_libraries(mesh_plugin_${name} PUBLIC mesh_options mesh_cli)

  add_executable(kubectl-mesh-${name} main.cpp)
  target_link_libraries(kubectl-mesh-${name} PRIVATE mesh_plugin_${name})
  add_custom_command(TARGET kubectl-mesh-${name} POST_BUILD
    COMMAND ${CMAKE_COMMAND} -E create_symlink kubectl-mesh-${name}
            ${CMAKE_RUNTIME_OUTPUT_DIRECTORY}/kubectl-mesh_${name})
endfunction()
