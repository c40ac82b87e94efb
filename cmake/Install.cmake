# What `cmake --install` and the packages put where. Both spellings of a binary's name are there:
# kubectl looks for kubectl-mesh_mtls when the user types `kubectl mesh-mtls`.
foreach(plugin ${MESH_PLUGINS})
  install(TARGETS kubectl-mesh-${plugin})
  install(FILES ${CMAKE_RUNTIME_OUTPUT_DIRECTORY}/kubectl-mesh_${plugin} TYPE BIN)
endforeach()

# mesh_install_folder(FOLDER DESTINATION): what is there, in the sources or made by the build.
function(mesh_install_folder folder destination)
  foreach(root ${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR})
    install(DIRECTORY ${root}/${folder}/ DESTINATION ${destination} OPTIONAL USE_SOURCE_PERMISSIONS
            PATTERN CMakeLists.txt EXCLUDE PATTERN "*.in" EXCLUDE)
  endforeach()
endfunction()

# The folders in which each shell looks without being told, and for kubectl the PATH.
mesh_install_folder(completions/bash ${CMAKE_INSTALL_DATAROOTDIR}/bash-completion/completions)
mesh_install_folder(completions/zsh ${CMAKE_INSTALL_DATAROOTDIR}/zsh/vendor-completions)
mesh_install_folder(completions/fish ${CMAKE_INSTALL_DATAROOTDIR}/fish/vendor_completions.d)
mesh_install_folder(completions/kubectl ${CMAKE_INSTALL_BINDIR})
mesh_install_folder(man ${CMAKE_INSTALL_MANDIR}/man1)
