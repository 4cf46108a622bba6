# livros_layer(<name> FOLDER <folder below src> [GENERATED <.cpp>...] LINK <target>...)
#
# The library livros_<name> of every .cpp lying directly in src/<folder>, linked with the layers and
# packages below it. Adding a file needs no edit here; a folder without sources (or not there yet)
# becomes an INTERFACE library, so its users still get what it links.
function(livros_layer name)
  cmake_parse_arguments(PARSE_ARGV 1 layer "" "FOLDER" "GENERATED;LINK")
  set(folder "${PROJECT_SOURCE_DIR}/src/${layer_FOLDER}")
  file(GLOB sources CONFIGURE_DEPENDS "${folder}/*.cpp")
  file(GLOB headers CONFIGURE_DEPENDS "${folder}/*.hpp")
  list(APPEND sources ${layer_GENERATED})

  if(sources)
    add_library(livros_${name} STATIC ${sources})
    set(scope PUBLIC)
  else()
    add_library(livros_${name} INTERFACE)
    set(scope INTERFACE)
  endif()
  target_link_libraries(livros_${name} ${scope} livros_options ${layer_LINK})
  if(sources)
    # In a unity build the layer is one compilation: nearly all of a file's time are its headers.
    set_target_properties(livros_${name} PROPERTIES UNITY_BUILD_BATCH_SIZE 0)
  endif()

  # Each header compiles on its own: target all_verify_interface_header_sets, part of `./dev lint`.
  if(headers)
    target_sources(livros_${name} ${scope} FILE_SET HEADERS
      BASE_DIRS "${PROJECT_SOURCE_DIR}/src" FILES ${headers})
    set_target_properties(livros_${name} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)
  endif()
endfunction()
