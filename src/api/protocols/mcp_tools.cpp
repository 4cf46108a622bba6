#include "api/protocols/mcp_tools.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "api/answer/query.hpp"
#include "api/answer/query_values.hpp"
#include "api/answer/wire_names.hpp"
#include "api/endpoints/facets.hpp"
#include "api/endpoints/listing_query.hpp"
#include "api/endpoints/selection_query.hpp"
#include "api/protocols/mcp_schemas.hpp"
#include "base/check.hpp"
#include "base/percent.hpp"
#include "catalog/cursor.hpp"
#include "catalog/field.hpp"
#include "formats/abnt.hpp"
#include "formats/book_document.hpp"
#include "formats/format.hpp"
#include "json/reader.hpp"
#include "json/writer.hpp"

namespace api {

struct Tool {
  std::string_view name;
  catalog::Wording title;
  catalog::Wording description;
  std::string_view (*input)();
  std::string_view (*output)();
  ToolStart (*start)(std::string_view query, catalog::Language language);
};

namespace {

using catalog::Field;
using catalog::Language;

constexpr std::size_t books_default = 10;
constexpr std::size_t facet_values_max = 100;

ToolResult refused_call(const catalog::Problem& problem, Language language) {
  std::string words = detail_of(problem, language);
  for (const catalog::FieldError& error : problem.errors) {
    words.append(" ").append(message_of(error, language));
  }
  return {ToolResult::Is::refused, std::move(words)};
}

// ---- arguments

// A text or a whole number.
bool append_scalar(std::string& out, json::Value value) {
  if (value.kind() == json::Kind::string) {
    out += base::percent_encode(value.text());
    return true;
  }
  if (value.is_integer()) {
    out += value.source();
    return true;
  }
  return false;
}

bool append_value(std::string& out, json::Value value) {
  if (value.kind() != json::Kind::array) {
    return append_scalar(out, value);
  }
  bool is_first = true;
  for (const json::Value item : value.items()) {
    out += is_first ? "" : ",";
    is_first = false;
    if (!append_scalar(out, item)) {
      return false;
    }
  }
  return true;
}

// The arguments as the query string of the endpoint that answers the same question. What is null
// was not meant to be there.
catalog::Result<std::string> query_of(std::string_view arguments) {
  json::Document document;
  const auto root = document.parse(arguments);
  check(root.has_value());
  std::string query;
  for (const json::Member member : root->members()) {
    if (member.value.kind() == json::Kind::null) {
      continue;
    }
    query.append(query.empty() ? "" : "&").append(base::percent_encode(member.key)).append("=");
    if (!append_value(query, member.value)) {
      return catalog::fail(catalog::problem::bad_parameter(
          member.key,
          catalog::Wording{"um texto, um número inteiro ou uma lista deles",
                           "a text, a whole number or a list of them"},
          json::spelling_of(member.value)));
    }
  }
  return query;
}

// ---- buscar_livros

constexpr catalog::FieldSet brief{Field::id,       Field::title,   Field::author,
                                  Field::subtitle, Field::isbn,    Field::publisher,
                                  Field::edition,  Field::year,    Field::language,
                                  Field::pages,    Field::subjects};
constexpr auto search_tool_names =
    with_selection_names(std::array<std::string_view, 3>{limit_name, "ordem", "cursor"});

void append_note(json::Object& object, std::string& out, const search::SearchNote& note) {
  object.string("busca", wire_name(note.stage));
  if (!note.meant.empty()) {
    object.string("sugestao", note.meant);
  }
  if (!note.ignored.empty()) {
    object.key("palavras_ignoradas");
    json::Array words(out);
    for (const std::string& word : note.ignored) {
      words.item();
      json::append_string(out, word);
    }
    words.end();
  }
}

// Where not all books fit, the first are shown; the cursor to the next page would leave the
// others out.
std::string found_books(const search::Page& page, const std::vector<catalog::Sort>& order) {
  std::string out;
  json::Object object(out);
  if (page.total) {
    object.integer("total", *page.total);
    if (page.total_is == search::Page::Total::at_least) {
      object.member(R"(,"total_minimo":true)");
    }
  }
  if (page.search) {
    append_note(object, out, *page.search);
  }
  object.key("livros");
  json::Array books(out);
  std::size_t shown = 0;
  for (const store::BookDocument& book : page.books) {
    const std::size_t before = out.size();
    books.item();
    formats::append_members(out, book.json, brief);
    if (out.size() > mcp_content_bytes_max) {
      out.resize(before);
      break;
    }
    ++shown;
  }
  books.end();
  if (shown < page.books.size()) {
    object.member(R"(,"cortado":true)");
  } else if (page.next) {
    object.string("proximo_cursor", catalog::encode_cursor(*page.next, order));
  }
  object.end();
  return out;
}

ToolStart search_books(std::string_view raw, Language language) {
  const auto query = Query::read(raw, search_tool_names);
  if (!query) {
    return refused_call(query.error(), language);
  }
  const auto limit = number_in<std::size_t>(*query, {limit_name, books_default, 1, mcp_books_max});
  if (!limit) {
    return refused_call(limit.error(), language);
  }
  auto list = read_list_query(*query, raw);
  if (!list) {
    return refused_call(list.error(), language);
  }
  list->listing.limit = *limit;
  list->listing.counting = catalog::Counting::total;
  auto order = list->listing.order;
  return ToolCall{search::ListBooks{std::move(list->listing)},
                  [order = std::move(order), language](search::ReadOutcome outcome) {
                    return outcome ? ToolResult{.content = found_books(
                                                    std::get<search::Page>(outcome->value), order)}
                                   : refused_call(outcome.error(), language);
                  }};
}

// ---- ler_livro

constexpr std::string_view book_id_name = "id";
// A book that is too long is shown without these, the first of them first.
constexpr std::array long_fields{Field::extra,    Field::notes,        Field::links,
                                 Field::synopsis, Field::contributors, Field::subjects,
                                 Field::tags};

ToolResult whole_book(const store::BookDocument& book) {
  std::string out = book.json;
  catalog::FieldSet shown = catalog::FieldSet::all();
  for (const Field field : long_fields) {
    if (out.size() <= mcp_content_bytes_max) {
      break;
    }
    shown.remove(field);
    out.clear();
    formats::append_members(out, book.json, shown);
  }
  return {.content = std::move(out)};
}

ToolStart read_book(std::string_view raw, Language language) {
  const auto query = Query::read(raw, std::array{book_id_name});
  if (!query) {
    return refused_call(query.error(), language);
  }
  const auto id = number_in<std::int64_t>(*query, {book_id_name, 0, 1, catalog::book_id_max});
  if (!id) {
    return refused_call(id.error(), language);
  }
  if (*id == 0) {
    return refused_call(catalog::problem::bad_parameter(book_id_name, "1, 2, 3, …"), language);
  }
  return ToolCall{store::GetBook{{*id}}, [language](search::ReadOutcome outcome) {
                    return outcome ? whole_book(std::get<store::BookDocument>(outcome->value))
                                   : refused_call(outcome.error(), language);
                  }};
}

// ---- citar

constexpr std::string_view ids_name = "ids";
constexpr std::string_view cited_format_name = "formato";

struct Citing {
  std::vector<catalog::BookId> ids;
  formats::Format format;
};

catalog::Result<Citing> read_citing(const Query& query) {
  Citing citing{{}, formats::Format::abnt};
  const std::string_view ids = query.value(ids_name).value_or("");
  const bool are_fine = each_part(ids, [&citing](std::string_view part) {
    catalog::BookId id;
    const bool is_id =
        read_number(part, id.value) && id.value >= 1 && id.value <= catalog::book_id_max;
    if (is_id && std::ranges::find(citing.ids, id) == citing.ids.end()) {
      citing.ids.push_back(id);
    }
    return is_id && citing.ids.size() <= mcp_books_max;
  });
  if (!are_fine) {
    return catalog::fail(catalog::problem::bad_parameter(ids_name, "[1, 2, 3], 1…50", ids));
  }
  const std::string_view format = query.value(cited_format_name).value_or("abnt");
  if (format != "abnt" && format != "bibtex") {
    return catalog::fail(
        catalog::problem::bad_parameter(cited_format_name, "abnt, bibtex", format));
  }
  citing.format = format == "abnt" ? formats::Format::abnt : formats::Format::bibtex;
  return citing;
}

std::string citation_of(const catalog::Book& book, formats::Format format) {
  if (format == formats::Format::abnt) {
    return formats::abnt_reference(book.fields);
  }
  formats::WriteOptions options;
  options.extent = formats::WriteOptions::Extent::one;
  return formats::write_one(*formats::make_writer(format, options), book);
}

// In the order asked for; what is not there, or does not fit any more, is told.
std::string citations(const Citing& citing, const std::vector<store::BookDocument>& books) {
  std::string out;
  json::Object object(out);
  object.string("formato", formats::name_of(citing.format));
  object.key("citacoes");
  json::Array cited(out);
  std::vector<catalog::BookId> missing;
  bool is_cut = false;
  for (const catalog::BookId id : citing.ids) {
    const auto found = std::ranges::find(books, id, &store::BookDocument::id);
    if (found == books.end()) {
      missing.push_back(id);
      continue;
    }
    const catalog::Book book = formats::read_stored_document(found->json);
    const std::size_t before = out.size();
    cited.item();
    json::Object entry(out);
    entry.integer("id", id.value);
    entry.string("texto", citation_of(book, citing.format));
    entry.end();
    if (out.size() > mcp_content_bytes_max) {
      out.resize(before);
      is_cut = true;  // shorter ones may follow
      continue;
    }
  }
  cited.end();
  object.key("nao_encontrados");
  json::Array lost(out);
  for (const catalog::BookId id : missing) {
    lost.item();
    json::append_integer(out, id.value);
  }
  lost.end();
  object.member(is_cut ? R"(,"cortado":true)" : "");
  object.end();
  return out;
}

ToolStart cite_books(std::string_view raw, Language language) {
  const auto query = Query::read(raw, std::array{ids_name, cited_format_name});
  if (!query) {
    return refused_call(query.error(), language);
  }
  auto citing = read_citing(*query);
  if (!citing) {
    return refused_call(citing.error(), language);
  }
  auto ids = citing->ids;
  return ToolCall{
      store::GetBooks{std::move(ids)},
      [citing = *std::move(citing), language](search::ReadOutcome outcome) {
        return outcome ? ToolResult{.content = citations(
                                        citing, std::get<search::Page>(outcome->value).books)}
                       : refused_call(outcome.error(), language);
      }};
}

// ---- contar

// Fewer values where their texts are so long that they do not fit.
std::string counted(search::Facets facets) {
  std::string out;
  append_facets(out, facets);
  for (std::size_t most = facet_values_max; out.size() > mcp_content_bytes_max && most > 0;) {
    most /= 2;
    for (search::FacetCounts& counts : facets.counts) {
      counts.values.resize(std::min(counts.values.size(), most), {{}, 0});
    }
    out.clear();
    append_facets(out, facets);
  }
  return out;
}

ToolStart count_books(std::string_view raw, Language language) {
  auto asked = read_facets_query(raw);
  if (!asked) {
    return refused_call(asked.error(), language);
  }
  if (asked->limit > facet_values_max) {
    return refused_call(
        catalog::problem::bad_parameter(limit_name, "1…100", std::to_string(asked->limit)),
        language);
  }
  return ToolCall{*std::move(asked), [language](search::ReadOutcome outcome) {
                    return outcome ? ToolResult{.content = counted(std::get<search::Facets>(
                                                    std::move(outcome->value)))}
                                   : refused_call(outcome.error(), language);
                  }};
}

constexpr std::array tools{
    Tool{"buscar_livros", words_of_search.title, words_of_search.description, search_input,
         search_output, search_books},
    Tool{"ler_livro", words_of_reading.title, words_of_reading.description, reading_input,
         reading_output, read_book},
    Tool{"citar", words_of_citing.title, words_of_citing.description, citing_input, citing_output,
         cite_books},
    Tool{"contar", words_of_counting.title, words_of_counting.description, counting_input,
         counting_output, count_books},
};

}  // namespace

const Tool* tool_named(std::string_view name) noexcept {
  const auto* const found = std::ranges::find(tools, name, &Tool::name);
  return found == tools.end() ? nullptr : found;
}

ToolStart start_tool(const Tool& tool, std::string_view arguments, Language language) {
  const auto query = query_of(arguments);
  return query ? tool.start(*query, language) : ToolStart{refused_call(query.error(), language)};
}

std::string list_tools(Language language, ToolOutputs outputs) {
  std::string out;
  json::Array array(out);
  for (const Tool& tool : tools) {
    array.item();
    json::Object object(out);
    object.string("name", tool.name);
    object.string("title", tool.title.in(language));
    object.string("description", tool.description.in(language));
    object.key("inputSchema");
    out += tool.input();
    if (outputs == ToolOutputs::told) {
      object.key("outputSchema");
      out += tool.output();
    }
    object.member(R"(,"annotations":{"readOnlyHint":true,"destructiveHint":false,)"
                  R"("idempotentHint":true,"openWorldHint":false})");
    object.end();
  }
  array.end();
  return out;
}

}  // namespace api
