// The texts of the pages for those who work with the catalogue: holdings, print, status, keys.
// They follow the rules of words.hpp. Constants; any thread.
#pragma once

#include "catalog/problem.hpp"

namespace web::words {

using catalog::Wording;

// ---- holdings
inline constexpr Wording holdings{"Acervo", "Holdings"};
inline constexpr Wording column_class{"Classe", "Class"};
inline constexpr Wording facet_tags{"Etiquetas", "Tags"};
inline constexpr Wording table_of_books{"Tabela de livros", "Table of books"};
inline constexpr Wording select_book{"Selecionar {0}", "Select {0}"};
inline constexpr Wording select_all{"Selecionar todos desta página", "Select all of this page"};
inline constexpr Wording selection{"Seleção", "Selection"};
inline constexpr Wording print_labels{"Imprimir fichas e etiquetas", "Print cards and labels"};
inline constexpr Wording put_tag{"Pôr etiqueta", "Add tag"};
inline constexpr Wording hint_tags{"várias: separe com ;", "several: ; between"};
inline constexpr Wording take_tag{"Tirar etiqueta", "Remove tag"};
inline constexpr Wording other_changes{"Outras mudanças", "Other changes"};
inline constexpr Wording field_to_change{"Campo a mudar", "Field to change"};
inline constexpr Wording value_for_all{"Valor para todos", "Value for all"};
inline constexpr Wording hint_clears{"vazio: apaga o campo", "empty: clears the field"};
inline constexpr Wording change_field{"Mudar o campo", "Change the field"};
inline constexpr Wording export_csv{"Exportar em CSV", "Export as CSV"};
inline constexpr Wording clear_selection{"Limpar seleção", "Clear selection"};

// ---- duplicates
inline constexpr Wording duplicates{"Duplicados", "Duplicates"};
inline constexpr Wording find_duplicates{"Procurar duplicados", "Look for duplicates"};
inline constexpr Wording duplicates_text{
    "Livros que podem ser o mesmo. Escolha o que fica em cada campo: o outro livro é excluído, e o "
    "histórico dele continua guardado.",
    "Books that may be the same. Choose what stays in each field: the other book is deleted, and "
    "its history is kept."};
inline constexpr Wording back_to_holdings{"← Acervo", "← Holdings"};
inline constexpr Wording more_duplicates{"Mais", "More"};

// ---- import
inline constexpr Wording import_books{"Importar", "Import"};
inline constexpr Wording step_choose{"Escolher o arquivo", "Choose the file"};
inline constexpr Wording step_check{"Conferir", "Check"};
inline constexpr Wording step_import{"Importar", "Import"};
inline constexpr Wording file_label{"Arquivo: {0}", "File: {0}"};
inline constexpr Wording sign_in_to_import{"Importar pede uma chave de acesso.",
                                           "Importing needs an access key."};
inline constexpr Wording nothing_before_check{"Nada é gravado antes da conferência.",
                                              "Nothing is written before you have checked."};
inline constexpr Wording known_books{"Livros que já existem", "Books that are there already"};
inline constexpr Wording duplicates_ignore{"Ignorar", "Pass over"};
inline constexpr Wording duplicates_update{"Atualizar com o que o arquivo diz",
                                           "Update with what the file says"};
inline constexpr Wording duplicates_replace{"Substituir pelo que o arquivo diz",
                                            "Replace by what the file says"};
inline constexpr Wording duplicates_create{"Criar assim mesmo", "Create anyway"};
inline constexpr Wording tag_for_all{"Etiqueta para todos", "Tag for all"};
inline constexpr Wording how_to_read{"Como ler o arquivo", "How to read the file"};
inline constexpr Wording file_format{"Formato", "Format"};
inline constexpr Wording file_encoding{"Codificação", "Encoding"};
inline constexpr Wording by_content{"pelo conteúdo", "by its content"};
inline constexpr Wording column_is_left_out{"Não importar", "Do not import"};
inline constexpr Wording check_without_writing{"Conferir sem gravar", "Check without writing"};
inline constexpr Wording earlier_imports{"Importações anteriores", "Earlier imports"};
inline constexpr Wording key_go_import{"Ir para Importar", "Go to Import"};

// ---- covers
inline constexpr Wording cover_file{"Capa guardada no catálogo", "Cover kept in the catalogue"};
inline constexpr Wording cover_file_hint{"JPEG, PNG ou WebP, até 5 MiB",
                                         "JPEG, PNG or WebP, up to 5 MiB"};
inline constexpr Wording remove_cover{"Remover a capa", "Remove the cover"};

// ---- print
inline constexpr Wording print{"Imprimir", "Print"};
inline constexpr Wording print_what{"O quê", "What"};
inline constexpr Wording print_all{"Tudo", "Everything"};
inline constexpr Wording print_cards{"Fichas catalográficas", "Catalogue cards"};
inline constexpr Wording print_spines{"Etiquetas de lombada", "Spine labels"};
inline constexpr Wording print_codes{"Códigos de barras", "Barcodes"};
inline constexpr Wording label_width{"Largura (mm)", "Width (mm)"};
inline constexpr Wording label_height{"Altura (mm)", "Height (mm)"};
inline constexpr Wording label_gap{"Vão (mm)", "Gap (mm)"};
inline constexpr Wording first_free{"Primeira livre", "First free"};

// ---- status
inline constexpr Wording status{"Estado", "Status"};
inline constexpr Wording health{"Saúde", "Health"};
inline constexpr Wording condition_up{"no ar", "up"};
inline constexpr Wording condition_preparing{"preparando a busca", "preparing the search"};
inline constexpr Wording condition_ending{"encerrando", "shutting down"};
inline constexpr Wording condition_broken{"sem o banco de dados", "without the database"};
inline constexpr Wording sequence{"Sequência do catálogo", "Catalogue's sequence"};
inline constexpr Wording index_lag{"Atraso da busca", "Search is behind by"};
inline constexpr Wording one_change{"1 mudança", "1 change"};
inline constexpr Wording changes{"{0} mudanças", "{0} changes"};
inline constexpr Wording no_index{"sem índice ainda", "no index yet"};
inline constexpr Wording writes_waiting{"Escritas à espera", "Writes waiting"};
inline constexpr Wording program_version{"Versão", "Version"};
inline constexpr Wording keys{"Chaves", "Keys"};
inline constexpr Wording key_name{"Nome", "Name"};
inline constexpr Wording key_scope{"Alcance", "Scope"};
inline constexpr Wording key_used{"Último uso", "Last use"};
inline constexpr Wording key_until{"Validade", "Valid until"};
inline constexpr Wording key_state{"Situação", "State"};
inline constexpr Wording never{"nunca", "never"};
inline constexpr Wording no_end{"sem prazo", "no end"};
inline constexpr Wording key_good{"vale", "good"};
inline constexpr Wording key_expired{"vencida", "expired"};
inline constexpr Wording key_revoked{"revogada", "revoked"};
inline constexpr Wording keys_hint{"Para criar ou revogar:", "To create or revoke:"};

// ---- shortcuts
inline constexpr Wording shortcuts{"Atalhos de teclado", "Keyboard shortcuts"};
inline constexpr Wording shortcuts_on{"Atalhos de uma tecla ligados neste navegador",
                                      "Single-key shortcuts are on in this browser"};
inline constexpr Wording key_box{"Ir para a busca", "Go to the search box"};
inline constexpr Wording key_to_list{"Da busca ao primeiro resultado", "From the box to the list"};
inline constexpr Wording key_next{"Próximo e anterior na lista", "Next and previous in the list"};
inline constexpr Wording key_open{"Abrir o livro", "Open the book"};
inline constexpr Wording key_edit{"Editar", "Edit"};
inline constexpr Wording key_new{"Novo livro", "New book"};
inline constexpr Wording key_select{"Selecionar a linha do acervo", "Select the row of the table"};
inline constexpr Wording key_range{"Selecionar até a linha", "Select up to the row"};
inline constexpr Wording key_go_search{"Ir para Buscar", "Go to Search"};
inline constexpr Wording key_go_holdings{"Ir para Acervo", "Go to Holdings"};
inline constexpr Wording key_go_status{"Ir para Estado", "Go to Status"};
inline constexpr Wording key_save{"Salvar", "Save"};
inline constexpr Wording key_help{"Esta página", "This page"};

}  // namespace web::words
