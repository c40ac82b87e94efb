# `cpack` makes one Debian package of the five plugins, from the libraries of the distribution that
# builds it: they get its security updates, and the package is for that release alone (its name says
# which). The portable archives are for all others.
cmake_host_system_information(RESULT distribution QUERY DISTRIB_INFO)
set(CPACK_GENERATOR DEB)
# Whoever publishes packages says who answers for them; example.com is nobody.
set(MESH_MAINTAINER "kubectl-mesh <kubectl-mesh@example.com>" CACHE STRING "Maintainer of the Debian package")
set(CPACK_PACKAGE_CONTACT "${MESH_MAINTAINER}")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE
    GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE "1~${distribution_ID}${distribution_VERSION_ID}")
set(CPACK_DEBIAN_PACKAGE_SECTION admin)
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"Tells why traffic in an Istio or Anthos Service Mesh is broken, which object and
field decide it, and what mends it: kubectl mesh-inject, mesh-mtls, mesh-ports,
mesh-routes and mesh-certs. They read a cluster or plain manifests, and write to
neither.")
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS ca-certificates)
set(CPACK_DEBIAN_PACKAGE_ENHANCES "kubectl, kubernetes-client")
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_SOURCE_DIR}/cmake/DebianFiles.cmake)
# The plugins are what is installed, not the tests: whoever calls cpack has built them.
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)
include(CPack)
