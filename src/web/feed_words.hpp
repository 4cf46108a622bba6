// Every text of the feeds for e-readers and of the description of the search, in both languages.
// Constants; any thread.
#pragma once

#include "catalog/problem.hpp"
#include "web/words.hpp"

namespace web::words {

inline constexpr Wording newest{"Novidades", "New arrivals"};
inline constexpr Wording newest_about{"Os livros que entraram por último",
                                      "The books that came in last"};
inline constexpr Wording titles{"Títulos", "Titles"};
inline constexpr Wording titles_about{"Todos os livros, pelo título", "All books, by title"};
inline constexpr Wording authors{"Autores", "Authors"};
inline constexpr Wording authors_about{"Livros de cada autor", "Books of each author"};
inline constexpr Wording subjects{"Assuntos", "Subjects"};
inline constexpr Wording subjects_about{"Livros de cada assunto", "Books on each subject"};
inline constexpr Wording languages{"Idiomas", "Languages"};
inline constexpr Wording languages_about{"Livros em cada idioma", "Books in each language"};
inline constexpr Wording tags{"Etiquetas", "Tags"};
inline constexpr Wording tags_about{"Livros com cada etiqueta", "Books with each tag"};
inline constexpr Wording found{"Busca: {0}", "Search: {0}"};
inline constexpr Wording search_of_feed{"Busca", "Search"};
inline constexpr Wording any_value{"Todos", "All"};
inline constexpr Wording search_about{"Buscar livros no catálogo", "Search the catalogue's books"};

// ---- asking for a key
inline constexpr Wording key_description{
    "Este catálogo é privado: a senha é uma chave de acesso; o usuário pode ser qualquer um.",
    "This catalogue is private: the password is an access key; any user name will do."};
inline constexpr Wording any_user{"Usuário (qualquer)", "User (any)"};
inline constexpr Wording key_as_password{"Chave de acesso", "Access key"};

}  // namespace web::words
