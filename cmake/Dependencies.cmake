# Every library comes from the system if it is there; otherwise its published source is fetched.
include(FetchContent)
set(FETCHCONTENT_TRY_FIND_PACKAGE_MODE OPT_IN)

find_package(Threads REQUIRED)
find_package(OpenSSL 3 REQUIRED)
find_package(CURL 7.81 REQUIRED)

FetchContent_Declare(fmt
  GIT_REPOSITORY https://github.com/fmtlib/fmt GIT_TAG 9.1.0
  FIND_PACKAGE_ARGS 9)
FetchContent_Declare(yaml-cpp
  GIT_REPOSITORY https://github.com/jbeder/yaml-cpp GIT_TAG 0.8.0
  FIND_PACKAGE_ARGS)
FetchContent_Declare(cxxopts
  GIT_REPOSITORY https://github.com/jarro2783/cxxopts GIT_TAG v3.1.1
  FIND_PACKAGE_ARGS 3)
FetchContent_Declare(simdjson
  GIT_REPOSITORY https://github.com/simdjson/simdjson GIT_TAG v3.0.1
  FIND_PACKAGE_ARGS 3)
FetchContent_MakeAvailable(fmt yaml-cpp cxxopts simdjson)

# yaml-cpp 0.7 exports `yaml-cpp`, 0.8 `yaml-cpp::yaml-cpp`.
if(NOT TARGET yaml-cpp::yaml-cpp)
  add_library(yaml-cpp::yaml-cpp ALIAS yaml-cpp)
endif()

# Debian's re2 comes without a package file for CMake.
find_path(RE2_INCLUDE_DIR re2/re2.h)
find_library(RE2_LIBRARY re2)
if(RE2_INCLUDE_DIR AND RE2_LIBRARY)
  add_library(re2::re2 UNKNOWN IMPORTED)
  set_target_properties(re2::re2 PROPERTIES
    IMPORTED_LOCATION ${RE2_LIBRARY} INTERFACE_INCLUDE_DIRECTORIES ${RE2_INCLUDE_DIR})
else()
  set(RE2_BUILD_TESTING OFF)
  FetchContent_Declare(re2
    GIT_REPOSITORY https://github.com/google/re2 GIT_TAG 2022-06-01)
  FetchContent_MakeAvailable(re2)
endif()

# protozero is a header-only library without a package file of its own.
find_path(PROTOZERO_INCLUDE_DIR protozero/pbf_reader.hpp)
if(NOT PROTOZERO_INCLUDE_DIR)
  FetchContent_Declare(protozero
    GIT_REPOSITORY https://github.com/mapbox/protozero GIT_TAG v1.7.1)
  FetchContent_GetProperties(protozero)
  if(NOT protozero_POPULATED)
    FetchContent_Populate(protozero)
  endif()
  set(PROTOZERO_INCLUDE_DIR ${protozero_SOURCE_DIR}/include)
endif()
add_library(protozero INTERFACE)
target_include_directories(protozero SYSTEM INTERFACE ${PROTOZERO_INCLUDE_DIR})

if(BUILD_TESTING)
  FetchContent_Declare(Catch2
    GIT_REPOSITORY https://github.com/catchorg/Catch2 GIT_TAG v3.4.0
    FIND_PACKAGE_ARGS)
  FetchContent_MakeAvailable(Catch2)
endif()
