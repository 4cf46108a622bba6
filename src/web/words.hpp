// Every text of the pages that are read, in both languages: plain, verbs on buttons, no exclamation
// marks. Those of the pages for librarians stand in work_words.hpp, those that the scripts say too
// in script_words.hpp. Constants; any thread.
#pragma once

#include "catalog/problem.hpp"

namespace web::words {

using catalog::Wording;

// ---- every page
inline constexpr Wording html_language{"pt-BR", "en"};
inline constexpr Wording product{"API Livros", "API Livros"};
inline constexpr Wording skip{"Pular para o conteúdo", "Skip to the content"};
inline constexpr Wording main_navigation{"Principal", "Main"};
inline constexpr Wording trail{"Trilha", "Trail"};
inline constexpr Wording nav_search{"Buscar", "Search"};
inline constexpr Wording documentation{"Documentação da API", "API documentation"};
inline constexpr Wording other_language{"English", "Português"};
inline constexpr Wording theme{"Tema", "Theme"};
inline constexpr Wording theme_system{"sistema", "system"};
inline constexpr Wording theme_light{"claro", "light"};
inline constexpr Wording theme_dark{"escuro", "dark"};

// ---- citing a book
inline constexpr Wording cite{"Citar", "Cite"};
inline constexpr Wording copy{"Copiar", "Copy"};
inline constexpr Wording other_forms{"Em outras formas:", "In other forms:"};

// ---- search
inline constexpr Wording search{"Buscar", "Search"};
inline constexpr Wording search_label{"Buscar no catálogo", "Search the catalogue"};
inline constexpr Wording search_hint{"Título, autor, assunto ou ISBN",
                                     "Title, author, subject or ISBN"};
inline constexpr Wording search_title{"Busca", "Search"};
inline constexpr Wording page_about{
    "Catálogo de livros: busque por título, autor, assunto ou ISBN.",
    "Book catalogue: search by title, author, subject or ISBN."};
inline constexpr Wording one_book{"1 livro", "1 book"};
inline constexpr Wording one_book_for{"1 livro para “{1}”", "1 book for “{1}”"};
inline constexpr Wording books_for{"{0} livros para “{1}”", "{0} books for “{1}”"};
inline constexpr Wording books_filtered{"{0} livros", "{0} books"};
inline constexpr Wording books_in_catalogue{"{0} livros no catálogo", "{0} books in the catalogue"};
inline constexpr Wording one_in_catalogue{"1 livro no catálogo", "1 book in the catalogue"};
inline constexpr Wording at_least{"mais de {0}", "more than {0}"};
inline constexpr Wording none_for{"Nenhum livro para “{1}”", "No books for “{1}”"};
inline constexpr Wording none_filtered{"Nenhum livro", "No books"};
inline constexpr Wording nothing{
    "Nada encontrado. Confira a grafia, tire um filtro ou busque só pelo sobrenome do autor.",
    "Nothing found. Check the spelling, remove a filter, or search by surname alone."};
inline constexpr Wording other_spellings{"também em outras grafias", "also in other spellings"};
inline constexpr Wording approximate{"parecidos com o que foi digitado",
                                     "similar to what was typed"};
inline constexpr Wording did_you_mean{"Talvez você procure:", "Perhaps you look for:"};
inline constexpr Wording without_words{"sem “{0}”", "without “{0}”"};
inline constexpr Wording order{"Ordem", "Order"};
inline constexpr Wording by_relevance{"Relevância", "Relevance"};
inline constexpr Wording by_entry{"Entrada no catálogo", "Order of entry"};
inline constexpr Wording by_title{"Título", "Title"};
inline constexpr Wording by_author{"Autor", "Author"};
inline constexpr Wording by_newest{"Mais novos", "Newest"};
inline constexpr Wording by_change{"Mudados há pouco", "Recently changed"};
inline constexpr Wording as_asked{"Como pedida", "As asked for"};
inline constexpr Wording reorder{"Ordenar", "Sort"};
inline constexpr Wording filters{"Filtros", "Filters"};
inline constexpr Wording filter{"Filtrar", "Filter"};
inline constexpr Wording active_filters{"Filtros ativos", "Active filters"};
inline constexpr Wording remove_filter{"tirar o filtro", "remove the filter"};
inline constexpr Wording next_page{"Próxima página", "Next page"};
inline constexpr Wording previous_page{"Página anterior", "Previous page"};
inline constexpr Wording pages{"Páginas", "Pages"};
inline constexpr Wording export_books{"Exportar:", "Export:"};
inline constexpr Wording about{"cerca de {0}", "about {0}"};
inline constexpr Wording facet_subject{"Assunto", "Subject"};
inline constexpr Wording facet_author{"Autor", "Author"};
inline constexpr Wording facet_year{"Ano", "Year"};
inline constexpr Wording facet_language{"Idioma", "Language"};
inline constexpr Wording facet_publisher{"Editora", "Publisher"};
inline constexpr Wording facet_tag{"Etiqueta", "Tag"};
inline constexpr Wording filter_title{"Título", "Title"};
inline constexpr Wording filter_isbn{"ISBN", "ISBN"};
inline constexpr Wording filter_year_min{"Desde", "From"};
inline constexpr Wording filter_year_max{"Até", "Until"};
inline constexpr Wording filter_changed{"Mudados desde", "Changed since"};
inline constexpr Wording filter_ids{"Números", "Numbers"};

// ---- empty catalogue
inline constexpr Wording empty_title{"O catálogo está vazio", "The catalogue is empty"};
inline constexpr Wording empty_text{
    "Traga o acervo que já existe, cadastre o primeiro livro ou experimente a API.",
    "Bring in the books that you have, add the first one, or try the API."};
inline constexpr Wording import_a_file{"Importar um arquivo", "Import a file"};
inline constexpr Wording add_a_book{"Cadastrar um livro", "Add a book"};
inline constexpr Wording by_api{"Pela API", "Through the API"};

// ---- a book
inline constexpr Wording back_to_catalogue{"← Catálogo", "← Catalogue"};
inline constexpr Wording nobody{"Autor desconhecido", "Unknown author"};
inline constexpr Wording print_record{"Imprimir ficha", "Print record"};
inline constexpr Wording history{"Histórico", "History"};
inline constexpr Wording book_gone{"Este livro foi excluído.", "This book was deleted."};
inline constexpr Wording book_gone_text{
    "O número dele não volta a ser usado, e o histórico continua guardado.",
    "Its number is never used again, and its history is kept."};

// ---- adding and changing
inline constexpr Wording edit{"Editar", "Edit"};
inline constexpr Wording edit_title{"Editar: {0}", "Edit: {0}"};
inline constexpr Wording new_book{"Novo livro", "New book"};
inline constexpr Wording save{"Salvar", "Save"};
inline constexpr Wording save_and_next{"Salvar e seguir", "Save and next"};
inline constexpr Wording cancel{"Cancelar", "Cancel"};
inline constexpr Wording remove{"Excluir", "Delete"};
inline constexpr Wording more_fields{"Mais campos", "More fields"};
inline constexpr Wording hint_required{"(obrigatório)", "(required)"};
inline constexpr Wording hint_isbn{"com ou sem hifens", "with or without hyphens"};
inline constexpr Wording hint_language{"pt-BR, en, es…", "pt-BR, en, es…"};
inline constexpr Wording hint_lines{"um por linha", "one a line"};
inline constexpr Wording hint_contributors{
    "um por linha, com a função: Nome (tradutor); de uma entidade: Nome (aut; entidade)",
    "one a line, with the role: Name (translator); for a body: Name (aut; entidade)"};
inline constexpr Wording hint_identifiers{"um por linha, com o tipo: doi 10.1000/x",
                                          "one a line, with the type: doi 10.1000/x"};
inline constexpr Wording hint_links{
    "uma por linha: endereço, o que dá, tipo, nota: https://… texto application/pdf (nota)",
    "one a line: address, what it gives, type, note: https://… texto application/pdf (note)"};
inline constexpr Wording hint_extra{"um objeto JSON: {\"estante\": \"B-12\"}",
                                    "a JSON object: {\"shelf\": \"B-12\"}"};
inline constexpr Wording series_volume{"Volume na série", "Volume in the series"};
inline constexpr Wording hint_cover{"endereço de uma imagem", "address of an image"};
inline constexpr Wording scan{"Ler código de barras", "Scan a barcode"};
inline constexpr Wording isbn_first{"Comece pelo ISBN", "Begin with the ISBN"};
inline constexpr Wording isbn_first_hint{
    "Digite ou leia o código: o catálogo avisa se o livro já existe.",
    "Type or scan it: the catalogue tells whether the book is there already."};
inline constexpr Wording no_script{
    "Mudar o catálogo pede JavaScript. Ler e buscar funcionam sem ele.",
    "Changing the catalogue needs JavaScript. Reading and searching work without it."};
inline constexpr Wording restore_version{"Restaurar esta versão", "Restore this version"};
inline constexpr Wording restore_book{"Restaurar", "Restore"};

// ---- history
inline constexpr Wording back_to_book{"← Voltar ao livro", "← Back to the book"};
inline constexpr Wording version_created{"Versão {0}: criado", "Version {0}: created"};
inline constexpr Wording version_changed{"Versão {0}: alterado", "Version {0}: changed"};
inline constexpr Wording version_deleted{"Versão {0}: excluído", "Version {0}: deleted"};
inline constexpr Wording version_restored{"Versão {0}: restaurado", "Version {0}: restored"};
inline constexpr Wording current_version{"versão atual", "current version"};
inline constexpr Wording by_whom{"por {0}", "by {0}"};
inline constexpr Wording older_versions{"Versões anteriores", "Older versions"};
inline constexpr Wording no_difference{"Nenhum campo mudou.", "No field changed."};

// ---- sign in
inline constexpr Wording sign_in{"Entrar", "Sign in"};
inline constexpr Wording sign_out{"Sair", "Sign out"};
inline constexpr Wording key_label{"Chave de acesso", "Access key"};
inline constexpr Wording key_hint{"Começa com lv_. Quem administra o catálogo a cria com",
                                  "It begins with lv_. Who runs the catalogue makes it with"};
inline constexpr Wording remember_me{"Lembrar neste computador por 30 dias",
                                     "Remember on this computer for 30 days"};
inline constexpr Wording key_wrong{"Esta chave não vale: confira se foi copiada inteira.",
                                   "This key is not valid: check that it was copied whole."};
inline constexpr Wording key_too_often{"Tentativas demais. Espere um pouco e tente de novo.",
                                       "Too many attempts. Wait a little and try again."};
inline constexpr Wording signed_in_as{"Você entrou com a chave “{0}”, que pode {1}.",
                                      "You signed in with the key “{0}”, which may {1}."};
inline constexpr Wording private_catalogue{
    "Este catálogo é fechado: entre com uma chave para ler.",
    "This catalogue is private: sign in with a key to read it."};

// ---- problems
inline constexpr Wording problem_back{"Voltar à busca", "Back to the search"};
inline constexpr Wording problem_request{"Pedido {0}", "Request {0}"};
inline constexpr Wording page_unknown{"Esta página não existe", "There is no such page"};
inline constexpr Wording page_unknown_text{"O endereço pode estar incompleto ou ter mudado.",
                                           "The address may be incomplete or changed."};

}  // namespace web::words
