# Bundles the console, the widget and the demo page in the build folder and embeds them. Nothing is written here.
find_program(FRONTDESK_NODE NAMES node nodejs REQUIRED)
find_program(FRONTDESK_NPM npm REQUIRED)

set(web_source ${CMAKE_CURRENT_LIST_DIR})
set(web_build ${CMAKE_BINARY_DIR}/web)
set(web_out ${web_build}/dist)
set(web_folders widget console demo shared)
set(web_files build.mjs tsconfig.json)
set(web_packages package.json package-lock.json .npmrc)

set(web_globs ${web_folders})
list(TRANSFORM web_globs PREPEND ${web_source}/)
list(TRANSFORM web_globs APPEND /*)
file(GLOB_RECURSE web_sources CONFIGURE_DEPENDS ${web_globs})
list(TRANSFORM web_files PREPEND ${web_source}/)
list(TRANSFORM web_packages PREPEND ${web_source}/)

set(web_outputs widget.js console/index.html console/app.js console/app.css demo/index.html demo/demo.js demo/demo.css)
list(TRANSFORM web_outputs PREPEND ${web_out}/)

set(web_installed ${web_build}/installed.stamp)
add_custom_command(
  OUTPUT ${web_installed}
  COMMAND ${CMAKE_COMMAND} -E make_directory ${web_build}
  COMMAND ${CMAKE_COMMAND} -E copy ${web_packages} ${web_build}
  COMMAND ${FRONTDESK_NPM} --prefix ${web_build} ci --no-audit --no-fund --loglevel=error
  COMMAND ${CMAKE_COMMAND} -E touch ${web_installed}
  DEPENDS ${web_packages}
  WORKING_DIRECTORY ${CMAKE_BINARY_DIR}
  COMMENT "Installing the web packages"
  VERBATIM)

set(web_copies "")
foreach(folder ${web_folders})
  list(APPEND web_copies COMMAND ${CMAKE_COMMAND} -E rm -rf ${web_build}/${folder}
                         COMMAND ${CMAKE_COMMAND} -E copy_directory ${web_source}/${folder} ${web_build}/${folder})
endforeach()
add_custom_command(
  OUTPUT ${web_outputs}
  ${web_copies}
  COMMAND ${CMAKE_COMMAND} -E copy ${web_files} ${web_build}
  COMMAND ${FRONTDESK_NODE} ${web_build}/node_modules/typescript/bin/tsc --noEmit -p ${web_build}/tsconfig.json
  COMMAND ${FRONTDESK_NODE} ${web_build}/build.mjs ${web_out}
  DEPENDS ${web_installed} ${web_sources} ${web_files}
  COMMENT "Checking and bundling the console and the widget"
  VERBATIM)

add_custom_target(web_bundle DEPENDS ${web_outputs})
frontdesk_embed(web ${web_out} ${web_outputs})
add_dependencies(fd_embed_web web_bundle)
