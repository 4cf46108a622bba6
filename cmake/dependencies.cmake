# Everything comes from the distribution's packages; `./dev setup` installs them.

find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED CONFIG)
find_package(simdjson REQUIRED)
find_package(SQLite3 3.40 REQUIRED)
find_package(PostgreSQL 13 REQUIRED)  # libpq
find_package(ZLIB REQUIRED)
find_package(EXPAT 2.5 REQUIRED)
find_package(OpenSSL 3.0 REQUIRED COMPONENTS Crypto)
find_package(spdlog REQUIRED)
find_package(CLI11 REQUIRED)
if(API_LIVROS_TESTS AND NOT API_LIVROS_FUZZ)
  find_package(GTest REQUIRED)
endif()

# Libraries whose packages carry no CMake files on every supported distribution.
function(livros_find_library target header library)
  find_path(${library}_INCLUDE_DIR "${header}" REQUIRED)
  find_library(${library}_LIBRARY "${library}" REQUIRED)
  mark_as_advanced(${library}_INCLUDE_DIR ${library}_LIBRARY)
  add_library(${target} UNKNOWN IMPORTED)
  set_target_properties(${target} PROPERTIES
    IMPORTED_LOCATION "${${library}_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${${library}_INCLUDE_DIR}")
endfunction()
livros_find_library(utf8proc::utf8proc utf8proc.h utf8proc)
livros_find_library(zstd::zstd zstd.h zstd)

# The system's python3 first: python3-yaml is installed there, not in a developer's own version.
find_program(API_LIVROS_PYTHON python3 PATHS /usr/bin NO_DEFAULT_PATH)
find_program(API_LIVROS_PYTHON python3 REQUIRED)
