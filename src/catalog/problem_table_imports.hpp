// The rows of the table of problems (problem_table.cpp) that only imports need. Constants, for that
// file alone.
#pragma once

#include <array>

#include "catalog/problem.hpp"

namespace catalog {

inline constexpr std::array import_kinds{
    ProblemKind{
        ProblemCode::import_not_found,
        404,
        "importacao-nao-encontrada",
        {"Importação não encontrada", "Import not found"},
        {"Não existe importação com este número[: {0}].",
         "There is no import with this number[: {0}]."},
        {"GET /importacoes lista as que existem. As mais antigas são esquecidas depois de mil.",
         "GET /importacoes lists those there are. The oldest are forgotten after a thousand."}},
    ProblemKind{
        ProblemCode::wrong_import_state,
        409,
        "importacao-em-outro-estado",
        {"Importação em outro estado", "Import in another state"},
        {"A importação[ {0}] não permite isto agora[: o estado dela é {1}].",
         "The import[ {0}] does not allow this now[: its state is {1}]."},
        {"Só se retoma uma importação interrompida que não foi desfeita, só se cancela uma que "
         "está "
         "na fila ou executando, e só se desfaz uma que terminou e não foi simulada.",
         "Only an interrupted import that was not undone can be resumed, only one that waits or "
         "runs "
         "can be cancelled, and only one that has ended and was not simulated can be undone."}},
    ProblemKind{
        ProblemCode::unsupported_format,
        415,
        "formato-nao-suportado",
        {"Formato não suportado", "Unsupported format"},
        {"O arquivo não é de um formato que se importe[: {0}].",
         "The file is of no format that can be imported[: {1}]."},
        {"Diga o formato em ?formato= ou em Content-Type. Planilhas (.xlsx, .ods) são salvas antes "
         "como CSV; arquivos CDS/ISIS ou PHL, exportados como MARC 21 ou CSV; nada de formulários "
         "(multipart): o corpo é o próprio arquivo.",
         "Say the format in ?formato= or in Content-Type. Spreadsheets (.xlsx, .ods) have to be "
         "saved "
         "as CSV first; CDS/ISIS or PHL files exported as MARC 21 or CSV; no forms (multipart): "
         "the "
         "body is the file itself."}},
    ProblemKind{ProblemCode::malformed_file,
                422,
                "arquivo-malformado",
                {"Arquivo malformado", "Malformed file"},
                {"O arquivo não segue o formato dele e não pôde ser lido até o fim[: {0}].",
                 "The file does not follow its format and could not be read to its end[: {1}]."},
                {"Corrija o arquivo na linha indicada e importe-o de novo; o que veio antes dela "
                 "já está no "
                 "catálogo e pode ser desfeito.",
                 "Correct the file at the line that is shown and import it again; what stands "
                 "before it is in "
                 "the catalogue already and can be undone."}},
    ProblemKind{
        ProblemCode::unknown_header,
        422,
        "cabecalho-desconhecido",
        {"Cabeçalho desconhecido", "Unknown header"},
        {"Nenhuma coluna conhecida no cabeçalho da planilha[: {0}].",
         "No known column in the header of the table[: {1}]."},
        {"Diga o que há em cada coluna com ?mapa=; POST /importacoes/analisar sugere um.",
         "Say what each column holds with ?mapa=; POST /importacoes/analisar suggests one."}},
    ProblemKind{ProblemCode::import_queue_full,
                503,
                "fila-cheia",
                {"Fila de importações cheia", "Queue of imports full"},
                {"Já há vinte importações na fila.", "Twenty imports wait already."},
                {"Espere que uma termine, ou cancele uma com DELETE /importacoes/{id}.",
                 "Wait until one has ended, or cancel one with DELETE /importacoes/{id}."}},
    ProblemKind{ProblemCode::no_room_for_file,
                503,
                "espaco-insuficiente",
                {"Espaço insuficiente para o arquivo", "Not enough room for the file"},
                {"O servidor não tem em disco o dobro do tamanho do arquivo.",
                 "The server has less than twice the size of the file free on its disk."},
                {"Quem administra o servidor precisa liberar espaço; ou divida o arquivo.",
                 "Whoever runs the server must free some space; or split the file."}},
};

}  // namespace catalog
