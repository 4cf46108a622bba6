#include "api/routes.hpp"

#include <array>

#include "api/handlers.hpp"

namespace api {
namespace {

using enum http::Method;

constexpr std::array table{
    Route{get, "/livros", list_books},
    Route{post, "/livros", create_book},
    Route{get, "/livros/{id}", get_book},
    Route{put, "/livros/{id}", replace_book},
    Route{patch, "/livros/{id}", alter_book},
    Route{del, "/livros/{id}", remove_book},
    Route{get, "/livros/{id}/versoes", list_versions},
    Route{get, "/livros/{id}/versoes/{n}", get_version},
    Route{post, "/livros/{id}/restaurar", restore_book},
    Route{get, "/facetas", count_facets},
    Route{get, "/sugestoes", suggest},
    Route{get, "/isbn/{isbn}", describe_isbn},
    Route{get, "/mudancas", list_changes},
    Route{get, "/", home},
    Route{get, "/openapi.json", openapi_as_json, Offers::one_form},
    Route{get, "/openapi.yaml", openapi_as_yaml, Offers::one_form},
    Route{get, "/problemas", list_problems},
    Route{get, "/problemas/{codigo}", get_problem},
    Route{get, "/healthz", alive},
    Route{get, "/readyz", ready},
    Route{get, "/metrics", metrics, Offers::one_form},
};

}  // namespace

std::span<const Route> routes() noexcept { return table; }

}  // namespace api
