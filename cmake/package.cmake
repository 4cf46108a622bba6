# The Debian package: `./dev package` runs CPack over this. What is not compiled lies in
# deploy/package; manual pages and shell completion are printed by the program itself.
include(GNUInstallDirs)

set(package_sources "${PROJECT_SOURCE_DIR}/deploy/package")
set(package_made "${PROJECT_BINARY_DIR}/package")
file(MAKE_DIRECTORY "${package_made}")

# livros_printed(<file> <locale> <form>): what the program prints about its own options.
function(livros_printed file locale form)
  add_custom_command(OUTPUT "${package_made}/${file}"
    COMMAND "${CMAKE_COMMAND}" -E env "LC_ALL=${locale}"
      "$<TARGET_FILE:api-livros>" manual --form "${form}" > "${package_made}/${file}"
    DEPENDS api-livros
    COMMENT "Printing ${file}" VERBATIM)
endfunction()
livros_printed(api-livros.1 en man)
livros_printed(api-livros.pt_BR.1 pt_BR man)
livros_printed(api-livros.bash en bash)

# livros_compressed(<file> <source>): by gzip without name and time, as packages demand.
function(livros_compressed file source)
  add_custom_command(OUTPUT "${package_made}/${file}"
    COMMAND gzip --best --no-name --stdout "${source}" > "${package_made}/${file}"
    DEPENDS "${source}" VERBATIM)
endfunction()
livros_compressed(api-livros.1.gz "${package_made}/api-livros.1")
livros_compressed(api-livros.pt_BR.1.gz "${package_made}/api-livros.pt_BR.1")
livros_compressed(CHANGELOG.md.gz "${PROJECT_SOURCE_DIR}/CHANGELOG.md")

add_custom_target(package_files ALL DEPENDS
  "${package_made}/api-livros.1.gz" "${package_made}/api-livros.pt_BR.1.gz"
  "${package_made}/api-livros.bash" "${package_made}/CHANGELOG.md.gz")

install(TARGETS api-livros RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
install(FILES "${package_made}/api-livros.1.gz" DESTINATION "${CMAKE_INSTALL_MANDIR}/man1")
install(FILES "${package_made}/api-livros.pt_BR.1.gz"
  DESTINATION "${CMAKE_INSTALL_MANDIR}/pt_BR/man1" RENAME api-livros.1.gz)
install(FILES "${package_made}/api-livros.bash"
  DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions" RENAME api-livros)
install(FILES "${package_sources}/api-livros.service" DESTINATION lib/systemd/system)
install(FILES "${package_sources}/config.toml" DESTINATION /etc/api-livros)
install(FILES "${package_sources}/copyright" "${package_made}/CHANGELOG.md.gz"
  DESTINATION "${CMAKE_INSTALL_DATADIR}/doc/api-livros")
set(browser_folder "${PROJECT_BINARY_DIR}/generated/browser")
install(FILES "${browser_folder}/swagger-ui-notice.txt" "${browser_folder}/swagger-ui-parts.txt"
  "${browser_folder}/zxing-licence.txt"
  DESTINATION "${CMAKE_INSTALL_DATADIR}/doc/api-livros" OPTIONAL)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME api-livros)
get_directory_property(CPACK_PACKAGE_VERSION
  DIRECTORY "${PROJECT_SOURCE_DIR}/src" DEFINITION version_text)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "book catalogue over HTTP")
set(CPACK_PACKAGE_DESCRIPTION
"A catalogue of books at /livros: list, search, add, change and remove, kept
durably in one SQLite file or in PostgreSQL, with import of MARC 21, MARCXML,
UNIMARC, CSV, NDJSON, BibTeX, RIS and CSL-JSON. The service runs as a user of
its own and listens on localhost:8080.")
# Below a folder of CPack's, /etc too.
set(CPACK_SET_DESTDIR ON)
set(CPACK_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_MAINTAINER "API Livros <api-livros@localhost>")
set(CPACK_DEBIAN_PACKAGE_SECTION web)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# useradd, which the maintainer script calls.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "passwd")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "postgresql")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
  "${package_sources}/conffiles" "${package_sources}/postinst" "${package_sources}/prerm"
  "${package_sources}/postrm")
include(CPack)
