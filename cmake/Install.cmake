# What `cmake --install` and the packages put where: the folders in which kubectl, each shell and man
# look without being told. Both spellings of each name are there: kubectl looks for
# kubectl-mesh_mtls when the user types `kubectl mesh-mtls`, for kubectl-mesh-mtls when it is
# `kubectl mesh mtls`; shells look for the command as it was typed.
set(MESH_BASH_DIR ${CMAKE_INSTALL_DATAROOTDIR}/bash-completion/completions)
set(MESH_ZSH_DIR ${CMAKE_INSTALL_DATAROOTDIR}/zsh/vendor-completions)
set(MESH_FISH_DIR ${CMAKE_INSTALL_DATAROOTDIR}/fish/vendor_completions.d)

# mesh_install_link(LINK TARGET DESTINATION): a link to the file TARGET beside it.
function(mesh_install_link link target destination)
  set(made ${CMAKE_BINARY_DIR}/links/${destination}/${link})
  cmake_path(GET made PARENT_PATH folder)
  file(MAKE_DIRECTORY ${folder})
  file(CREATE_LINK ${target} ${made} SYMBOLIC)
  install(FILES ${made} DESTINATION ${destination})
endfunction()

foreach(plugin ${MESH_PLUGINS})
  set(dash kubectl-mesh-${plugin})
  set(underscore kubectl-mesh_${plugin})
  install(TARGETS ${dash})
  mesh_install_link(${underscore} ${dash} ${CMAKE_INSTALL_BINDIR})

  install(PROGRAMS completions/kubectl/kubectl_complete-mesh_${plugin} TYPE BIN)
  mesh_install_link(kubectl_complete-mesh-${plugin} kubectl_complete-mesh_${plugin} ${CMAKE_INSTALL_BINDIR})

  install(FILES completions/bash/${underscore} DESTINATION ${MESH_BASH_DIR})
  mesh_install_link(${dash} ${underscore} ${MESH_BASH_DIR})
  install(FILES completions/fish/${underscore}.fish DESTINATION ${MESH_FISH_DIR})
  mesh_install_link(${dash}.fish ${underscore}.fish ${MESH_FISH_DIR})
  install(FILES completions/zsh/_${underscore} DESTINATION ${MESH_ZSH_DIR})

  # The plugins print their manual pages themselves, so a build for another machine has none.
  if(NOT CMAKE_CROSSCOMPILING)
    install(FILES ${CMAKE_BINARY_DIR}/man/${dash}.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
    mesh_install_link(${underscore}.1 ${dash}.1 ${CMAKE_INSTALL_MANDIR}/man1)
  endif()
endforeach()
