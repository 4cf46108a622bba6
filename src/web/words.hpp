// Every text of the pages, in both languages: plain, verbs on buttons, no exclamation marks. What
// the scripts say too stands in script_words.hpp. Constants; any thread.
#pragma once

#include "catalog/problem.hpp"

namespace web::words {

using catalog::Wording;

inline constexpr Wording html_language{"pt-BR", "en"};
inline constexpr Wording site{"Catálogo", "Catalogue"};
inline constexpr Wording product{"API Livros", "API Livros"};
inline constexpr Wording skip{"Pular para o conteúdo", "Skip to the content"};
inline constexpr Wording main_navigation{"Principal", "Main"};
inline constexpr Wording nav_search{"Buscar", "Search"};
inline constexpr Wording documentation{"Documentação da API", "API documentation"};
inline constexpr Wording other_language{"English", "Português"};
inline constexpr Wording theme{"Tema", "Theme"};
inline constexpr Wording theme_system{"sistema", "system"};
inline constexpr Wording theme_light{"claro", "light"};
inline constexpr Wording theme_dark{"escuro", "dark"};

}  // namespace web::words
