# A portable binary names what it carries in `version`, holds no symbols, and is the same wherever
# and whenever it is built.
if(MESH_PORTABLE)
  include(${CMAKE_SOURCE_DIR}/packaging/Sources.cmake)
  foreach(name ${MESH_SOURCE_NAMES})
    list(APPEND MESH_LIBRARIES "${name} ${SOURCE_VERSION_${name}}")
  endforeach()
  list(JOIN MESH_LIBRARIES ", " MESH_LIBRARIES)
  target_link_options(mesh_options INTERFACE -s)
endif()
