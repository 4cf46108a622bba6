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
    Route{get, "/", home, Offers::json, Needs::nothing},
    Route{get, "/openapi.json", openapi_as_json, Offers::one_form, Needs::nothing},
    Route{get, "/openapi.yaml", openapi_as_yaml, Offers::one_form, Needs::nothing},
    Route{get, "/problemas", list_problems, Offers::json, Needs::nothing},
    Route{get, "/problemas/{codigo}", get_problem, Offers::json, Needs::nothing},
    Route{get, "/healthz", alive, Offers::json, Needs::unguarded},
    Route{get, "/readyz", ready, Offers::json, Needs::unguarded},
    Route{get, "/metrics", metrics, Offers::one_form},
};

}  // namespace

std::span<const Route> routes() noexcept { return table; }

}  // namespace api
