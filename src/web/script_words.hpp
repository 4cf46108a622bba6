// The texts of the pages that the scripts say too: tools/embed.py makes the module palavras.js of
// this table. {0} {1} … are replaced; where a number comes first, the second text is the plural's.
// Constants; any thread.
#pragma once

#include "catalog/problem.hpp"

namespace web::words {

using catalog::Wording;

inline constexpr Wording undo{"Desfazer", "Undo"};
inline constexpr Wording undone{"Desfeito.", "Undone."};
inline constexpr Wording copy_link{"Copiar link", "Copy link"};
inline constexpr Wording copied{"Copiado.", "Copied."};
inline constexpr Wording offline_search{
    "Sem conexão com o catálogo. A busca continua quando ela voltar.",
    "No connection to the catalogue. Search goes on when it is back."};
inline constexpr Wording overloaded{"O catálogo está ocupado. A busca continua em {0} s.",
                                    "The catalogue is busy. Search goes on in {0} s."};
inline constexpr Wording catalogue{"Catálogo", "Catalogue"};

inline constexpr Wording one_selected{"1 livro", "1 book"};
inline constexpr Wording selected{"{0} livros", "{0} books"};
inline constexpr Wording select_search{"Selecionar todos os {0} da busca",
                                       "Select all {0} of the search"};
inline constexpr Wording tagged{"Etiqueta posta: {0}.", "Tagged: {0}."};
inline constexpr Wording tag_missing{"Escreva a etiqueta.", "Write the tag."};
inline constexpr Wording untagged{"Etiqueta tirada: {0}.", "Untagged: {0}."};
inline constexpr Wording changed_many{"Mudados: {0}.", "Changed: {0}."};
inline constexpr Wording removed_many{"Excluídos: {0}.", "Deleted: {0}."};
inline constexpr Wording undone_many{"Desfeitos: {0}.", "Undone: {0}."};
inline constexpr Wording skipped{"Ignorados: {0}.", "Skipped: {0}."};
inline constexpr Wording so_many_of{"{0} de {1}", "{0} of {1}"};
inline constexpr Wording no_connection{"sem conexão", "no connection"};

// ---- adding and changing
inline constexpr Wording saving{"Salvando…", "Saving…"};
inline constexpr Wording saved{"Salvo.", "Saved."};
inline constexpr Wording added{"Livro cadastrado.", "Book added."};
inline constexpr Wording added_so_far{"Cadastrados: {0}", "Added: {0}"};
inline constexpr Wording removed{"Livro excluído.", "Book deleted."};
inline constexpr Wording restored{"Versão {0} restaurada.", "Version {0} restored."};
inline constexpr Wording nothing_changed{"Nada mudou.", "Nothing changed."};
inline constexpr Wording draft_recovered{"Rascunho recuperado.", "Draft recovered."};
inline constexpr Wording check_fields{"Confira os campos marcados.", "Check the marked fields."};
inline constexpr Wording wrong_json{"Isto não é JSON: falta uma aspa, vírgula ou chave.",
                                    "This is not JSON: a quote, comma or brace is missing."};
inline constexpr Wording offline_save{"Sem conexão: nada se perdeu, tente de novo.",
                                      "No connection: nothing was lost, try again."};
inline constexpr Wording busy_save{
    "O catálogo está ocupado: nada se perdeu, tente de novo em {0} s.",
    "The catalogue is busy: nothing was lost, try again in {0} s."};
inline constexpr Wording signing_in{"Isto pede uma chave…", "This needs a key…"};
inline constexpr Wording changed_meanwhile{
    "Outra pessoa mudou este livro. Ao salvar, você escolhe o que fica.",
    "Someone else changed this book. When you save, you choose what stays."};
inline constexpr Wording changed_before_removal{
    "Outra pessoa mudou este livro: confira antes de excluir.",
    "Someone else changed this book: look again before you delete it."};
inline constexpr Wording conflict_title{"Outra pessoa mudou este livro",
                                        "Someone else changed this book"};
inline constexpr Wording conflict_text{
    "Escolha, em cada campo, o que deve ficar. O que só você mudou será salvo também.",
    "Choose what stays in each field. What only you changed is saved too."};
inline constexpr Wording conflict_save{"Salvar escolhas", "Save choices"};
inline constexpr Wording field{"Campo", "Field"};
inline constexpr Wording yours{"O seu", "Yours"};
inline constexpr Wording catalogues{"O do catálogo", "The catalogue's"};
inline constexpr Wording duplicate_title{"Este livro parece já estar no catálogo",
                                         "This book seems to be in the catalogue already"};
inline constexpr Wording duplicate_text{"Confira:", "Look at:"};
inline constexpr Wording add_anyway{"Cadastrar mesmo assim", "Add anyway"};
inline constexpr Wording book_number{"livro {0}", "book {0}"};
inline constexpr Wording camera{"Câmera", "Camera"};
inline constexpr Wording camera_off{"Desligar a câmera", "Switch the camera off"};
inline constexpr Wording torch{"Luz", "Light"};
inline constexpr Wording point_camera{"Aponte para o código de barras do livro.",
                                      "Point at the book's barcode."};
inline constexpr Wording scanned{"Lidos: {0}. Último: {1}", "Read: {0}. Last: {1}"};
inline constexpr Wording no_camera{"A câmera não está disponível: digite o ISBN.",
                                   "No camera is available: type the ISBN."};
inline constexpr Wording camera_needs_https{
    "A câmera pede um endereço https ou localhost: digite o ISBN.",
    "The camera needs an https address or localhost: type the ISBN."};
inline constexpr Wording isbn_free{"ISBN {0}: certo, e novo no catálogo.",
                                   "ISBN {0}: right, and new to the catalogue."};
inline constexpr Wording isbn_here{"Já está no catálogo:", "Already in the catalogue:"};
inline constexpr Wording isbn_wrong{"Este ISBN não confere: algum dígito está trocado.",
                                    "This ISBN is not right: some digit is wrong."};
inline constexpr Wording isbn_maybe{"Talvez seja", "Perhaps it is"};

// ---- covers
inline constexpr Wording cover_kept{"Capa guardada.", "Cover kept."};
inline constexpr Wording cover_removed{"Capa removida.", "Cover removed."};
inline constexpr Wording cover_too_large{"A imagem passa de 5 MiB.", "The image is over 5 MiB."};
inline constexpr Wording cover_no_image{"Só imagens JPEG, PNG ou WebP.",
                                        "Only JPEG, PNG or WebP images."};
inline constexpr Wording cover_changed{"Outra pessoa mudou este livro: confira e tente de novo.",
                                       "Someone else changed this book: look and try again."};

// ---- what other catalogues know
inline constexpr Wording source_asking{"Consultando {0}…", "Asking {0}…"};
inline constexpr Wording source_filled{"Preenchido com dados de {0}: {1}. Confira antes de salvar.",
                                       "Filled from {0}: {1}. Look before you save."};
inline constexpr Wording source_nothing_new{"{0} conhece o livro, mas nenhum campo estava vazio.",
                                            "{0} knows the book, but no field was empty."};
inline constexpr Wording source_unknown{"Nenhuma das fontes conhece este ISBN.",
                                        "None of the sources knows this ISBN."};
inline constexpr Wording source_silent{"Sem resposta de: {0}. Preencha à mão ou tente de novo.",
                                       "No answer from: {0}. Fill in by hand, or try again."};

// ---- duplicates
inline constexpr Wording same_isbn{"Mesmo ISBN.", "Same ISBN."};
inline constexpr Wording same_title{"Mesmo título, autor e ano.", "Same title, author and year."};
inline constexpr Wording nothing_differs{"Todos os campos são iguais.", "All fields are equal."};
inline constexpr Wording stays{"Fica", "Stays"};
inline constexpr Wording both_lists{"os dois", "both"};
inline constexpr Wording merge_books{"Juntar", "Merge"};
inline constexpr Wording books_merged{"Juntados.", "Merged."};
inline constexpr Wording books_parted{"Separados de novo.", "Parted again."};
inline constexpr Wording skip_pair{"Pular", "Skip"};
inline constexpr Wording no_duplicates{"Nenhum duplicado.", "No duplicates."};
inline constexpr Wording one_duplicate{"1 par a conferir", "1 pair to check"};
inline constexpr Wording duplicates_shown{"{0} pares a conferir", "{0} pairs to check"};

// ---- bringing files in
inline constexpr Wording import_sending{"Enviando o arquivo… {0}%", "Sending the file… {0}%"};
inline constexpr Wording columns{"Colunas da planilha", "Columns of the spreadsheet"};
inline constexpr Wording column{"Coluna", "Column"};
inline constexpr Wording column_example{"Exemplo", "Example"};
inline constexpr Wording column_field{"O que é", "What it is"};
inline constexpr Wording column_holds{"O que há em “{0}”", "What “{0}” holds"};
inline constexpr Wording import_waits{"Na fila", "Waiting in line"};
inline constexpr Wording import_checking{"Conferindo…", "Checking…"};
inline constexpr Wording import_running{"Importando…", "Importing…"};
inline constexpr Wording import_would{"O que esta importação faria", "What this import would do"};
inline constexpr Wording import_done{"Importação concluída", "Import done"};
inline constexpr Wording import_failed{"O arquivo não pôde ser lido até o fim",
                                       "The file could not be read to its end"};
inline constexpr Wording import_interrupted{"Importação interrompida", "Import interrupted"};
inline constexpr Wording import_undone{"Importação desfeita", "Import undone"};
inline constexpr Wording import_undone_text{
    "Excluídos: {0}. Como eram antes: {1}. Mantidos, porque mudaram depois: {2}.",
    "Deleted: {0}. As they were before: {1}. Kept, because they changed later: {2}."};
inline constexpr Wording import_undoing{"Desfazendo…", "Undoing…"};
inline constexpr Wording import_progress{"Quanto do arquivo foi lido",
                                         "How much of the file is read"};
inline constexpr Wording records_read{"Registros lidos", "Records read"};
inline constexpr Wording to_create{"A criar", "To create"};
inline constexpr Wording created{"Criados", "Created"};
inline constexpr Wording to_update{"A atualizar", "To update"};
inline constexpr Wording updated{"Atualizados", "Updated"};
inline constexpr Wording records_ignored{"Ignorados", "Ignored"};
inline constexpr Wording records_refused{"Com erro", "With an error"};
inline constexpr Wording import_errors{"Registros com erro", "Records with an error"};
inline constexpr Wording error_line{"Linha", "Line"};
inline constexpr Wording error_reason{"Motivo", "Reason"};
inline constexpr Wording record_number{"registro {0}", "record {0}"};
inline constexpr Wording import_warning{"1 valor foi lido de outro modo do que a coluna promete.",
                                        "1 value was read otherwise than its column promises."};
inline constexpr Wording import_warnings{
    "{0} valores foram lidos de outro modo do que a coluna promete.",
    "{0} values were read otherwise than their columns promise."};
inline constexpr Wording warnings{"Os avisos, um a um", "The warnings, one by one"};
inline constexpr Wording first_warnings{"Os primeiros {0} avisos, um a um",
                                        "The first {0} warnings, one by one"};
inline constexpr Wording warning_field{"Campo", "Field"};
inline constexpr Wording import_warnings_where{
    "O que não se entendeu (um ano por extenso, por exemplo) está na página do livro, com o nome "
    "da coluna, e ao editar em “Dados extras”; um ISBN que não confere, em “Identificadores”.",
    "What was not understood (a year in words, say) is on the book's page, with the name of its "
    "column, and in “Extra data” when you edit; an ISBN that is not right, in “Identifiers”."};
inline constexpr Wording download_refused{"Baixar os registros com erro",
                                          "Download the records with an error"};
inline constexpr Wording import_sample{"Primeiros livros, como ficariam",
                                       "First books, as they would be"};
inline constexpr Wording import_one{"Importar 1 livro", "Import 1 book"};
inline constexpr Wording import_many{"Importar {0} livros", "Import {0} books"};
inline constexpr Wording change_file{"Trocar o arquivo", "Choose another file"};
inline constexpr Wording import_another{"Importar outro arquivo", "Import another file"};
inline constexpr Wording stop_import{"Interromper", "Stop"};
inline constexpr Wording resume_import{"Continuar", "Go on"};
inline constexpr Wording undo_import{"Desfazer esta importação", "Undo this import"};
inline constexpr Wording kept_changed{"mudou depois", "changed later"};
inline constexpr Wording kept_deleted{"excluído depois", "deleted later"};
inline constexpr Wording last_imports{"Últimas importações", "Last imports"};
inline constexpr Wording import_number{"Importação {0}", "Import {0}"};
inline constexpr Wording import_file{"Importação", "Import"};
inline constexpr Wording import_when{"Quando", "When"};
inline constexpr Wording import_state{"Situação", "State"};

}  // namespace web::words
