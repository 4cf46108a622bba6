// THE table of problems: what a client sees for each code, in both languages. Here are the problems
// of requests; those of the server and of imports have a file each. A slug never changes.

#include <algorithm>
#include <array>

#include "catalog/problem.hpp"
#include "catalog/problem_table_imports.hpp"
#include "catalog/problem_table_server.hpp"

namespace catalog {
namespace {

using Code = ProblemCode;

constexpr auto request_kinds = std::to_array<ProblemKind>({
    {Code::malformed_request,
     400,
     "requisicao-invalida",
     {"Requisição inválida", "Malformed request"},
     {"A requisição não segue o HTTP e não pôde ser interpretada com segurança.",
      "The request does not follow HTTP and could not be interpreted safely."},
     {"Confira no cliente ou no proxy os cabeçalhos, o tamanho declarado do corpo e as quebras de "
      "linha. A conexão é fechada depois desta resposta.",
      "Check the headers, the declared length of the body and the line ends in your client or "
      "proxy. The connection closes after this answer."}},
    {Code::malformed_json,
     400,
     "json-invalido",
     {"JSON inválido", "Malformed JSON"},
     {"O corpo não é um JSON válido[, a partir do byte {0}][: {1}].",
      "The body is not valid JSON[, from byte {0} on][: {2}]."},
     {"Envie JSON em UTF-8 conforme a RFC 8259, sem vírgulas sobrando, comentários ou texto depois "
      "do valor.",
      "Send JSON in UTF-8 as RFC 8259 defines it, without trailing commas, comments or text behind "
      "the value."}},
    {Code::duplicate_key,
     400,
     "chave-duplicada",
     {"Chave duplicada", "Duplicate key"},
     {"A mesma chave aparece duas vezes no mesmo objeto[: {0}].",
      "The same key occurs twice in one object[: {0}]."},
     {"Deixe cada chave uma só vez. Formas Unicode diferentes do mesmo texto contam como a mesma "
      "chave.",
      "Keep each key once. Different Unicode forms of one text count as the same key."}},
    {Code::unknown_parameter,
     400,
     "parametro-desconhecido",
     {"Parâmetro desconhecido", "Unknown parameter"},
     {"O parâmetro[ “{0}”] não existe neste endereço.[ Você quis dizer “{1}”?]",
      "The parameter[ “{0}”] does not exist at this address.[ Did you mean “{1}”?]"},
     {"Corrija o nome do parâmetro ou retire-o. /openapi.yaml descreve os que existem.",
      "Correct the parameter's name or leave it out. /openapi.yaml describes those that exist."}},
    {Code::bad_parameter,
     400,
     "parametro-invalido",
     {"Parâmetro inválido", "Invalid parameter"},
     {"O valor[ “{3}”] do parâmetro[ “{0}”] não é aceito.[ O permitido é: {1}.]",
      "The value[ “{3}”] of the parameter[ “{0}”] is not accepted.[ Allowed: {2}.]"},
     {"Corrija o valor. Um cursor só vale com a mesma ordem em que foi obtido: se ele foi "
      "recusado, "
      "volte à primeira página.",
      "Correct the value. A cursor is only good for the order it was made for: if yours was "
      "refused, start again from the first page."}},
    {Code::unauthorized,
     401,
     "nao-autorizado",
     {"Não autorizado", "Not authorised"},
     {"Isto exige uma chave de acesso válida[: {0}].", "This needs a valid access key[: {1}]."},
     {"Envie Authorization: Bearer com uma chave criada por “api-livros keys create”. Uma chave "
      "que "
      "não vale é recusada também onde nenhuma é exigida: ali, deixe o cabeçalho de fora.",
      "Send Authorization: Bearer with a key made by “api-livros keys create”. A key that is no "
      "good is refused even where none is needed: leave the header out there."}},
    {Code::forbidden,
     403,
     "sem-permissao",
     {"Sem permissão", "Forbidden"},
     {"A chave não permite isto[: o escopo dela é {0}, e isto exige {1}].",
      "The key does not allow this[: its scope is {0}, and this needs {1}]."},
     {"Use uma chave com o escopo exigido: “escrever” inclui “ler”, e “administrar” inclui tudo.",
      "Use a key with the scope that is needed: “escrever” (write) includes “ler” (read), and "
      "“administrar” includes everything."}},
    {Code::foreign_page,
     403,
     "origem-recusada",
     {"Origem recusada", "Origin refused"},
     {"Este servidor não aceita mudanças vindas de páginas de outro endereço[: {0}].",
      "This server takes no changes from pages of another address[: {0}]."},
     {"Se a página é sua, inicie o servidor com --cors-origin e o endereço dela, ou com "
      "--auth=keys. Sem chaves, qualquer página aberta neste computador poderia mudar o catálogo.",
      "If the page is yours, start the server with --cors-origin and its address, or with "
      "--auth=keys. Without keys any page that is open on this computer could change the "
      "catalogue."}},
    {Code::unknown_path,
     404,
     "caminho-desconhecido",
     {"Endereço desconhecido", "Unknown path"},
     {"Não há nada neste endereço[: {0}]; GET / mostra os pontos de partida.",
      "There is nothing at this address[: {0}]; GET / shows where to start."},
     {"Confira o endereço; GET / mostra os pontos de partida.",
      "Check the address; GET / shows where to start."}},
    {Code::book_not_found,
     404,
     "livro-nao-encontrado",
     {"Livro não encontrado", "Book not found"},
     {"Não existe livro com este id[: {0}].", "There is no book with this id[: {0}]."},
     {"Confira o id ou procure o livro em GET /livros. Para criar um livro com um id escolhido, "
      "use PUT com If-None-Match: *.",
      "Check the id or look for the book in GET /livros. To create a book under an id of your "
      "choice, use PUT with If-None-Match: *."}},
    {Code::version_not_found,
     404,
     "versao-nao-encontrada",
     {"Versão não encontrada", "Version not found"},
     {"O livro[ {0}] não tem esta versão[: {1}].", "The book[ {0}] has no such version[: {1}]."},
     {"GET /livros/{id}/versoes lista as versões que existem.",
      "GET /livros/{id}/versoes lists the versions there are."}},
    {Code::cover_not_found,
     404,
     "capa-nao-encontrada",
     {"Capa não encontrada", "Cover not found"},
     {"O catálogo não guarda capa do livro {0}.", "The catalogue keeps no cover of book {0}."},
     {"Envie uma com PUT /livros/{id}/capa. A capa de outro servidor está no endereço em capa.",
      "Send one with PUT /livros/{id}/capa. A cover of another server is at the address in capa."}},
    {Code::method_not_allowed,
     405,
     "metodo-nao-permitido",
     {"Método não permitido", "Method not allowed"},
     {"Este endereço não aceita este método[: {0}][; aceita {1}].",
      "This address does not accept this method[: {0}][; it accepts {1}]."},
     {"O cabeçalho Allow da resposta diz quais métodos são aceitos.",
      "The Allow header of the answer names the methods that are accepted."}},
    {Code::not_acceptable,
     406,
     "formato-nao-disponivel",
     {"Formato não disponível", "Format not available"},
     {"Aqui não há o formato pedido[: {0}].[ Há: {1}.]",
      "The format asked for is not available here[: {0}].[ There is: {1}.]"},
     {"Peça no cabeçalho Accept ou em formato= o que há, ou deixe o cabeçalho Accept de fora.",
      "Ask in the Accept header or in formato= for what there is, or leave the Accept header "
      "out."}},
    {Code::slow_request,
     408,
     "requisicao-lenta",
     {"Requisição lenta demais", "Request too slow"},
     {"A requisição demorou demais para chegar.", "The request took too long to arrive."},
     {"Envie de novo. Se acontecer sempre, verifique a rede ou divida o corpo em partes menores.",
      "Send it again. If it keeps happening, check the network or send smaller bodies."}},
    {Code::id_in_use,
     409,
     "id-em-uso",
     {"Id já usado", "Id already used"},
     {"O id[ {0}] já pertence ou pertenceu a um livro e não é reaproveitado.",
      "The id[ {0}] belongs or once belonged to a book and is never reused."},
     {"Deixe o id de fora e o servidor escolhe um, ou mude o livro existente com PUT ou PATCH.",
      "Leave the id out and the server chooses one, or change the existing book by PUT or PATCH."}},
    {Code::duplicate_book,
     409,
     "duplicado",
     {"Livro provavelmente duplicado", "Probably a duplicate"},
     {"Já há no catálogo um livro com o mesmo ISBN ou com o mesmo título, autor e ano[: id {0}].",
      "The catalogue already has a book with the same ISBN or the same title, author and year"
      "[: id {0}]."},
     {"Use o livro que já existe, ou repita sem duplicado=recusar para criá-lo mesmo assim.",
      "Use the existing book, or repeat without duplicado=recusar to create it all the same."}},
    {Code::batch_refused,
     409,
     "lote-recusado",
     {"Lote recusado", "Batch refused"},
     {"A operação[ /{0}] foi recusada, e com atomico=1 nenhuma das outras foi feita.",
      "The operation[ /{0}] was refused, and with atomico=1 none of the others was done."},
     {"Corrija a operação que “erros” aponta e envie o lote inteiro de novo. Sem atomico=1, uma "
      "operação recusada não impede as outras.",
      "Correct the operation that “erros” points to and send the whole batch again. Without "
      "atomico=1 a refused operation does not keep the others from being done."}},
    {Code::book_deleted,
     410,
     "livro-excluido",
     {"Livro excluído", "Book deleted"},
     {"O livro[ {0}] foi excluído.", "The book[ {0}] has been deleted."},
     {"O histórico continua em GET /livros/{id}/versoes; POST /livros/{id}/restaurar traz o livro "
      "de volta.",
      "Its history stays in GET /livros/{id}/versoes; POST /livros/{id}/restaurar brings the book "
      "back."}},
    {Code::version_conflict,
     412,
     "versao-divergente",
     {"O livro mudou", "The book has changed"},
     {"O livro[ {0}] já não está na versão que a requisição exige[; a atual é a {1}].",
      "The book[ {0}] is no longer at the version that the request demands[; the current one is "
      "{1}]."},
     {"Junte as suas mudanças ao livro atual, que vem nesta resposta, e envie de novo com o ETag "
      "novo em If-Match.",
      "Merge your changes into the current book, which this answer carries, and send them again "
      "with the new ETag in If-Match."}},
    {Code::precondition_failed,
     412,
     "precondicao-nao-atendida",
     {"Precondição não atendida", "Precondition failed"},
     {"O que está neste endereço não é o que If-Match, If-None-Match ou If-Unmodified-Since exige.",
      "What is at this address is not what If-Match, If-None-Match or If-Unmodified-Since "
      "demands."},
     {"Leia de novo e use o ETag novo, ou deixe o cabeçalho de fora.",
      "Read it again and use the new ETag, or leave the header out."}},
    {Code::body_too_large,
     413,
     "corpo-grande-demais",
     {"Corpo grande demais", "Body too large"},
     {"O corpo da requisição passa do limite[ de {0} bytes].",
      "The body of the request is over the limit[ of {0} bytes]."},
     {"Envie menos de cada vez.", "Send less at a time."}},
    {Code::target_too_long,
     414,
     "endereco-longo-demais",
     {"Endereço longo demais", "Address too long"},
     {"O endereço pedido, com os parâmetros, é longo demais.",
      "The requested address, with its parameters, is too long."},
     {"Use menos filtros ou menos ids por requisição.", "Use fewer filters or ids per request."}},
    {Code::unsupported_media_type,
     415,
     "tipo-nao-suportado",
     {"Tipo de conteúdo não suportado", "Unsupported media type"},
     {"O corpo não é aceito[: veio como “{0}”][: veio com Content-Encoding “{1}”][: veio sem "
      "{2}][; "
      "envie {3}, sem compressão].",
      "The body is not accepted[: it came as “{0}”][: it came with Content-Encoding “{1}”][: it "
      "came "
      "without {2}][; send {3}, uncompressed]."},
     {"Envie JSON com Content-Type: application/json, sem compressão. PATCH também aceita "
      "application/merge-patch+json.",
      "Send JSON with Content-Type: application/json, uncompressed. PATCH also takes "
      "application/merge-patch+json."}},
    {Code::expectation_failed,
     417,
     "expectativa-nao-atendida",
     {"Expectativa não atendida", "Expectation failed"},
     {"O cabeçalho Expect pede algo que o servidor não conhece; só existe 100-continue.",
      "The Expect header asks for something the server does not know; there is only 100-continue."},
     {"Use 100-continue ou deixe o cabeçalho de fora.",
      "Use 100-continue or leave the header out."}},
    {Code::misdirected,
     421,
     "nome-recusado",
     {"Nome recusado", "Host refused"},
     {"Este servidor não atende por este nome[: {0}].",
      "This server is not called by this name[: {0}]."},
     {"Use localhost ou o endereço numérico, ou inicie o servidor com --allowed-host e o nome. Sem "
      "chaves, uma página com um nome qualquer que aponte para este computador poderia ler e mudar "
      "o catálogo.",
      "Use localhost or the numeric address, or start the server with --allowed-host and the name. "
      "Without keys a page under any name that points to this computer could read and change the "
      "catalogue."}},
    {Code::invalid_book,
     422,
     "livro-invalido",
     {"Livro inválido", "Invalid book"},
     {"O livro enviado não segue as regras; cada erro está em “erros”[, que não mostra outros "
      "{0}].",
      "The book sent does not follow the rules; “erros” lists each error[ but {0} more]."},
     {"Corrija os campos apontados em “erros” e envie de novo.",
      "Correct the members named in “erros” and send it again."}},
    {Code::idempotency_mismatch,
     422,
     "chave-reutilizada",
     {"Chave de idempotência reutilizada", "Idempotency key reused"},
     {"Esta Idempotency-Key já foi usada com outra requisição.",
      "This Idempotency-Key has already been used with another request."},
     {"Gere uma chave nova para cada operação; repita a mesma só com o mesmo corpo.",
      "Make a new key for each operation; repeat one only with the same body."}},
    {Code::isbn_invalid,
     422,
     "isbn-invalido",
     {"ISBN inválido", "Invalid ISBN"},
     {"Um ISBN tem 10 ou 13 dígitos, e o último confere os outros; neste não confere.",
      "An ISBN has 10 or 13 digits, of which the last checks the others; here it does not."},
     {"Confira o número no livro. “correcoes” traz os ISBNs do catálogo que diferem em um dígito "
      "ou em dois dígitos vizinhos trocados.",
      "Check the number on the book. “correcoes” holds the ISBNs of the catalogue that differ in "
      "one digit, or in two neighbours swapped."}},
    {Code::search_too_broad,
     422,
     "busca-ampla-demais",
     {"Busca ampla demais", "Search too broad"},
     {"Responder a esta busca exigiria olhar livros demais, um por um.",
      "To answer this search, too many books would have to be looked at one by one."},
     {"Acrescente uma palavra mais rara, encurte a frase entre aspas ou retire palavras excluídas. "
      "Repetir a mesma busca dá a mesma resposta.",
      "Add a rarer word, shorten the phrase in quotation marks or leave out excluded words. The "
      "same search again gets the same answer."}},
    {Code::precondition_required,
     428,
     "precondicao-exigida",
     {"Precondição exigida", "Precondition required"},
     {"Este servidor só aceita mudanças com If-Match.",
      "This server accepts changes with If-Match only."},
     {"Leia o livro, mande o ETag dele em If-Match e a sua mudança não apagará a de outra pessoa.",
      "Read the book and send its ETag in If-Match, so that your change overwrites nobody's."}},
    {Code::rate_limited,
     429,
     "limite-excedido",
     {"Limite excedido", "Too many requests"},
     {"São requisições demais em pouco tempo[; tente de novo em {0} s].",
      "These are too many requests in a short time[; try again in {0} s]."},
     {"Espere o tempo de Retry-After. RateLimit e RateLimit-Policy dizem, a cada resposta, quanto "
      "resta; o limite é de cada chave, ou de cada endereço sem chave.",
      "Wait for the time in Retry-After. RateLimit and RateLimit-Policy tell with each answer what "
      "is left; the limit is that of a key, or of an address without one."}},
    {Code::header_too_large,
     431,
     "cabecalho-grande-demais",
     {"Cabeçalho grande demais", "Header too large"},
     {"Os cabeçalhos da requisição são grandes ou numerosos demais.",
      "The headers of the request are too large or too many."},
     {"Retire cabeçalhos e cookies que não são necessários.",
      "Leave out headers and cookies that are not needed."}},
});

// What the request itself is blamed for goes before what is the server's, and imports end the
// table.
constexpr auto kinds = [] {
  std::array<ProblemKind, problem_code_count> all{};
  const auto requests_end = std::ranges::copy(request_kinds, all.begin()).out;
  const auto servers_end = std::ranges::copy(server_kinds, requests_end).out;
  std::ranges::copy(import_kinds, servers_end);
  return all;
}();
static_assert(request_kinds.size() + server_kinds.size() + import_kinds.size() ==
              problem_code_count);

constexpr bool kinds_in_enum_order() {
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    if (static_cast<std::size_t>(kinds[i].code) != i) {
      return false;
    }
  }
  return true;
}
static_assert(kinds_in_enum_order());

}  // namespace

const ProblemKind& kind_of(ProblemCode code) noexcept {
  return kinds[static_cast<std::size_t>(code)];
}

std::span<const ProblemKind> problem_kinds() noexcept { return kinds; }

const ProblemKind* problem_kind_named(std::string_view slug) noexcept {
  const auto* found = std::ranges::find(kinds, slug, &ProblemKind::slug);
  return found == kinds.end() ? nullptr : found;
}

}  // namespace catalog
