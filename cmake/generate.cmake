# C++ sources made at build time. Their headers are committed; only the .cpp lie in the build tree.

set(generated_dir "${PROJECT_BINARY_DIR}/generated")
set(embed_script "${PROJECT_SOURCE_DIR}/tools/embed.py")
set(openapi_yaml "${PROJECT_SOURCE_DIR}/openapi.yaml")

# base/version: the project's version, and the revision unless this is exactly the tagged release.
function(livros_revision result)
  set(${result} "${API_LIVROS_REVISION}" PARENT_SCOPE)
  find_program(API_LIVROS_GIT git)
  if(API_LIVROS_REVISION OR NOT API_LIVROS_GIT)
    return()
  endif()
  set(git "${API_LIVROS_GIT}" -C "${PROJECT_SOURCE_DIR}")
  # The log of HEAD moves with every commit and checkout: configure again, so the text stays true.
  execute_process(COMMAND ${git} rev-parse --path-format=absolute --git-path logs/HEAD
    OUTPUT_VARIABLE head_log OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  if(EXISTS "${head_log}")
    set_property(DIRECTORY "${PROJECT_SOURCE_DIR}" APPEND
      PROPERTY CMAKE_CONFIGURE_DEPENDS "${head_log}")
  endif()
  execute_process(COMMAND ${git} describe --tags --long --always --abbrev=12 --match "v[0-9]*"
    OUTPUT_VARIABLE described OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
  if(failed OR described MATCHES "^v${PROJECT_VERSION}-0-g")
    return()
  endif()
  string(REGEX REPLACE "^.*-g" "" described "${described}")
  set(${result} "${described}" PARENT_SCOPE)
endfunction()

livros_revision(revision)
set(version_text "${PROJECT_VERSION}")
if(revision)
  string(APPEND version_text "+g${revision}")
endif()
configure_file("${PROJECT_SOURCE_DIR}/cmake/version.cpp.in" "${generated_dir}/version.cpp" @ONLY)

# store/<store>/migrations: src/store/sql/<store>/NNNN_name.sql in order.
foreach(store IN ITEMS sqlite postgres)
  set(sql_dir "${PROJECT_SOURCE_DIR}/src/store/sql/${store}")
  file(GLOB sql_files CONFIGURE_DEPENDS "${sql_dir}/*.sql")
  add_custom_command(OUTPUT "${generated_dir}/${store}_migrations.cpp"
    COMMAND "${API_LIVROS_PYTHON}" "${embed_script}" migrations
      --folder "${sql_dir}" --out "${generated_dir}/${store}_migrations.cpp"
    DEPENDS "${embed_script}" ${sql_files}
    COMMENT "Embedding the migrations of ${store}" VERBATIM)
endforeach()

# api/openapi_document: openapi.yaml as it is, and as JSON.
add_custom_command(OUTPUT "${generated_dir}/openapi_document.cpp"
  COMMAND "${API_LIVROS_PYTHON}" "${embed_script}" openapi
    --document "${openapi_yaml}" --out "${generated_dir}/openapi_document.cpp"
  DEPENDS "${embed_script}" "${openapi_yaml}"
  COMMENT "Embedding openapi.yaml" VERBATIM)

# web/docs_page: openapi.yaml as HTML for people.
add_custom_command(OUTPUT "${generated_dir}/docs_reference.cpp"
  COMMAND "${API_LIVROS_PYTHON}" "${embed_script}" reference
    --document "${openapi_yaml}" --out "${generated_dir}/docs_reference.cpp"
  DEPENDS "${embed_script}" "${PROJECT_SOURCE_DIR}/tools/reference.py" "${openapi_yaml}"
  COMMENT "Embedding the reference of /docs" VERBATIM)

# catalog/isbn_ranges, catalog/language_registry, catalog/word_tables, formats/marc8: their tables.
function(livros_embed_table kind table source)
  add_custom_command(OUTPUT "${generated_dir}/${source}"
    COMMAND "${API_LIVROS_PYTHON}" "${embed_script}" ${kind}
      --table "${PROJECT_SOURCE_DIR}/src/${table}" --out "${generated_dir}/${source}"
    DEPENDS "${embed_script}" "${PROJECT_SOURCE_DIR}/src/${table}"
    COMMENT "Embedding src/${table}" VERBATIM)
endfunction()
livros_embed_table(isbn-ranges catalog/isbn_ranges.txt default_isbn_ranges.cpp)
livros_embed_table(languages catalog/languages.txt language_table.cpp)
livros_embed_table(equal-words catalog/equal_words.txt equal_word_table.cpp)
livros_embed_table(question-words catalog/question_words.txt question_word_table.cpp)
livros_embed_table(marc8 formats/marc8.txt marc8_table.cpp)

# app/demo: the books of `serve --demo`.
set(demo_yaml "${PROJECT_SOURCE_DIR}/src/app/demo.yaml")
add_custom_command(OUTPUT "${generated_dir}/demo_books.cpp"
  COMMAND "${API_LIVROS_PYTHON}" "${embed_script}" demo
    --document "${demo_yaml}" --out "${generated_dir}/demo_books.cpp"
  DEPENDS "${embed_script}" "${demo_yaml}"
  COMMENT "Embedding the demo books" VERBATIM)

# The picture of a book without a cover.
add_custom_command(OUTPUT "${generated_dir}/placeholder_cover.cpp"
  COMMAND "${API_LIVROS_PYTHON}" "${embed_script}" cover
    --out "${generated_dir}/placeholder_cover.cpp"
  DEPENDS "${embed_script}" "${PROJECT_SOURCE_DIR}/tools/placeholder_cover.py"
    "${PROJECT_SOURCE_DIR}/tools/web_assets.py"
  COMMENT "Drawing the cover of books without one" VERBATIM)

# Libraries for the browser, by pinned hash from build/.cache or their registry. Where they cannot
# be had this says so, and the build goes on without them.
set(browser_folder "${generated_dir}/browser")
set(fetch_script "${PROJECT_SOURCE_DIR}/tools/fetch_browser_files.py")
set_property(DIRECTORY "${PROJECT_SOURCE_DIR}" APPEND
  PROPERTY CMAKE_CONFIGURE_DEPENDS "${fetch_script}")
set(fetch_offline "")
if(NOT API_LIVROS_FETCH)
  set(fetch_offline --offline)
endif()
execute_process(COMMAND "${API_LIVROS_PYTHON}" "${fetch_script}"
  --cache "${PROJECT_SOURCE_DIR}/build/.cache/browser" --out "${browser_folder}" ${fetch_offline}
  COMMAND_ERROR_IS_FATAL ANY)
file(GLOB browser_files "${browser_folder}/*")
list(TRANSFORM browser_files PREPEND "--file=" OUTPUT_VARIABLE browser_file_options)

# web/assets: the style sheets and scripts of the pages, hashed and compressed.
set(web_folder "${PROJECT_SOURCE_DIR}/src/web")
file(GLOB web_files CONFIGURE_DEPENDS "${web_folder}/assets/*")
add_custom_command(OUTPUT "${generated_dir}/web_assets.cpp"
  COMMAND "${API_LIVROS_PYTHON}" "${embed_script}" assets
    --folder "${web_folder}/assets" --words "${web_folder}/script_words.hpp"
    ${browser_file_options} --out "${generated_dir}/web_assets.cpp"
  DEPENDS "${embed_script}" "${PROJECT_SOURCE_DIR}/tools/web_assets.py" ${web_files}
    "${web_folder}/script_words.hpp" ${browser_files}
  COMMENT "Embedding the assets of the pages" VERBATIM)
