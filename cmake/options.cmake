# livros_options: language level, warnings, sanitizers and hardening, for our own targets only.

option(API_LIVROS_TESTS "Build the test programs" ON)
option(API_LIVROS_WERROR "Warnings are errors" OFF)
option(API_LIVROS_HARDENING "Compile and link with the release hardening flags" OFF)
option(API_LIVROS_FUZZ "Build the fuzz targets with libFuzzer (clang++), and nothing else" OFF)
option(API_LIVROS_FETCH "Fetch the browser libraries that build/.cache lacks" ON)
set(API_LIVROS_SANITIZE "" CACHE STRING "Value for -fsanitize=, empty for none")
set(API_LIVROS_REVISION "" CACHE STRING "Revision for the version text; empty: ask git")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

find_program(API_LIVROS_CCACHE ccache)
if(API_LIVROS_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${API_LIVROS_CCACHE}")
endif()

add_library(livros_options INTERFACE)
target_include_directories(livros_options INTERFACE "${PROJECT_SOURCE_DIR}/src")
target_compile_options(livros_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wold-style-cast
  -Wswitch-enum -Wnon-virtual-dtor -Woverloaded-virtual -Wimplicit-fallthrough
  $<$<BOOL:${API_LIVROS_WERROR}>:-Werror>)

# In a unity build the names of other files are in sight, and every .cpp looks like a header: two
# warnings would be false. `./dev lint`, which compiles each file alone, gives them.
if(CMAKE_UNITY_BUILD)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(livros_options INTERFACE -Wshadow=local -Wno-subobject-linkage)
  endif()
else()
  target_compile_options(livros_options INTERFACE -Wshadow)
endif()

# No run-time dependency on a library that nothing calls.
target_link_options(livros_options INTERFACE -Wl,--as-needed)

if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # False positives of g++ 12 inside its own library; -Wtsan: Asio's fences are not modelled.
  target_compile_options(livros_options INTERFACE
    -Wno-null-dereference -Wno-maybe-uninitialized -Wno-restrict -Wno-stringop-overread -Wno-tsan)
  target_link_options(livros_options INTERFACE -Wno-stringop-overread)
  # KiB before the compiler looks for garbage of its own, which took an eighth of its time. For a
  # sanitizer it needs more memory anyway: 2.3 GiB a job instead of 1.3, and no faster.
  if(NOT API_LIVROS_SANITIZE)
    target_compile_options(livros_options INTERFACE --param=ggc-min-heapsize=1048576)
    target_link_options(livros_options INTERFACE --param=ggc-min-heapsize=1048576)
  endif()
endif()

if(API_LIVROS_SANITIZE)
  target_compile_options(livros_options INTERFACE
    "-fsanitize=${API_LIVROS_SANITIZE}" -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(livros_options INTERFACE "-fsanitize=${API_LIVROS_SANITIZE}")
endif()

if(API_LIVROS_FUZZ)
  target_compile_options(livros_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

if(API_LIVROS_HARDENING)
  target_compile_options(livros_options INTERFACE
    -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fstack-clash-protection -fPIE)
  target_link_options(livros_options INTERFACE -pie -Wl,-z,relro,-z,now,-z,noexecstack)
  if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64)$")
    # All symbols are bound at the start (-z now), so calls of libraries need no detour.
    target_compile_options(livros_options INTERFACE -fcf-protection -fno-plt -march=x86-64-v2)
  elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "^(aarch64|arm64)$")
    target_compile_options(livros_options INTERFACE -mbranch-protection=standard)
  endif()
endif()
