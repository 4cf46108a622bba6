#include "api/answer/book_answer.hpp"
#include "api/answer/etag.hpp"
#include "api/answer/representation.hpp"
#include "api/answer/wire_names.hpp"
#include "api/endpoints/handlers.hpp"
#include "api/endpoints/listing_query.hpp"
#include "base/percent.hpp"
#include "base/text.hpp"
#include "catalog/cursor.hpp"
#include "catalog/listing.hpp"
#include "formats/book_document.hpp"
#include "http/negotiate.hpp"
#include "json/writer.hpp"

namespace api {
namespace {

// Everything of the request that the answer needs, apart from the books.
struct Shown {
  catalog::FieldSet members;
  std::vector<catalog::Sort> order;
  std::string link_base;
  Representation form;
  std::string reader_language;  // whose order it is
};

// Empty unless the order depends on who asks.
std::string reader_language_of(const http::Request& request, const catalog::Listing& listing) {
  const bool is_ranked = listing.search && listing.order.front().key == catalog::SortKey::relevance;
  return is_ranked
             ? base::fold(http::preferred_language(request.header(http::Header::accept_language)))
             : std::string();
}

std::string list_etag(catalog::Sequence sequence, const Shown& shown) {
  std::string etag = etag_of(sequence, tag_name(shown.form.format));
  if (!shown.reader_language.empty()) {
    etag.insert(etag.size() - 1, "~" + shown.reader_language);
  }
  return etag;
}

void add_link(http::Response& response, std::string_view relation, std::string query) {
  if (query.ends_with('&')) {
    query.pop_back();
  }
  const std::string target = query.empty() ? "/livros" : "/livros?" + query;
  response.add("Link", '<' + target + ">; rel=\"" + std::string(relation) + '"');
}

std::string at_cursor(const Shown& shown, std::string_view cursor) {
  return shown.link_base + "cursor=" + std::string(cursor);
}

// "Did you mean" for people (the header's text, percent-encoded: it is UTF-8) and as a link.
void add_search_headers(http::Response& response, const Shown& shown,
                        const search::SearchNote& note) {
  response.add("X-Busca", wire_name(note.stage));
  if (!note.ignored.empty()) {
    std::string words;
    for (const std::string& word : note.ignored) {
      words += (words.empty() ? "" : " ") + word;
    }
    response.add("X-Busca-Ignoradas", base::percent_encode(words));
  }
  if (!note.meant.empty()) {
    response.add("X-Busca-Sugestao", base::percent_encode(note.meant));
    add_link(response, "alternate", link_base_with_search(shown.link_base, note.meant));
  }
}

void add_page_headers(http::Response& response, const Shown& shown, const search::Page& page) {
  if (page.next) {
    const std::string cursor = catalog::encode_cursor(*page.next, shown.order);
    add_link(response, "next", at_cursor(shown, cursor));
    response.add("X-Proximo-Cursor", cursor);
  }
  if (page.previous) {
    add_link(response, "prev",
             at_cursor(shown, catalog::encode_cursor(*page.previous, shown.order)));
  }
  add_link(response, "first", shown.link_base);
  if (page.total) {
    response.add("X-Total-Count", std::to_string(*page.total));
    if (page.total_is == search::Page::Total::at_least) {
      response.add("X-Total-Minimo", "1");
    }
  }
  if (page.search) {
    add_search_headers(response, shown, *page.search);
  }
}

void append_books(std::string& body, const std::vector<store::BookDocument>& books,
                  catalog::FieldSet members) {
  std::size_t bytes = 2;
  for (const store::BookDocument& book : books) {
    bytes += book.json.size() + 1;
  }
  body.reserve(bytes);
  json::Array array(body);
  for (const store::BookDocument& book : books) {
    array.item();
    if (members == catalog::FieldSet::all()) {
      body += book.json;
    } else {
      formats::append_members(body, book.json, members);
    }
  }
  array.end();
}

void append_in_form(std::string& body, const std::vector<store::BookDocument>& documents,
                    const Representation& form) {
  const auto writer = formats::make_writer(form.format, form.options);
  writer->begin(body);
  for (const store::BookDocument& document : documents) {
    writer->append(body, formats::read_stored_document(document.json));
  }
  writer->end(body);
}

http::Response page_response(const AnswerContext& context, const Shown& shown,
                             const search::ReadAnswer& answer) {
  http::Response response;
  if (answer.consistency == search::Consistency::one_snapshot) {
    const std::string etag = list_etag(answer.as_of, shown);
    if (auto unchanged = not_modified(context.http, etag, shown.form.format)) {
      return *std::move(unchanged);
    }
    response.add("ETag", etag);
  }
  const auto& page = std::get<search::Page>(answer.value);
  add_data_headers(response, shown.form.format);
  add_page_headers(response, shown, page);
  if (shown.form.is_named || !shown.form.is_json()) {
    response.add("Content-Disposition", disposition("livros", shown.form.format));
  }
  if (shown.form.is_json()) {
    append_books(response.body, page.books, shown.members);
  } else {
    response.add("X-Content-Type-Options", "nosniff");
    append_in_form(response.body, page.books, shown.form);
  }
  return response;
}

}  // namespace

Plan list_books(const Request& request) {
  const auto parameters = Query::read(request.http.query, list_names());
  if (!parameters) {
    return to_response(request, parameters.error());
  }
  auto query = read_list_query(*parameters, request.http.query);
  if (!query) {
    return to_response(request, query.error());
  }
  auto form = read_representation(request, *parameters, formats::WriteOptions::Extent::list);
  if (!form) {
    return to_response(request, form.error());
  }
  if (!form->is_json() && query->members != catalog::FieldSet::all()) {
    return to_response(
        request, catalog::problem::bad_parameter(
                     "campos", catalog::Wording{"só com formato=json", "only with formato=json"}));
  }
  const formats::Format format = form->format;
  std::string reader_language = reader_language_of(request.http, query->listing);
  CachePolicy policy = CachePolicy::page;
  if (!reader_language.empty()) {
    query->listing.search->reader_language = reader_language;
    policy = CachePolicy::nothing;
  } else if (format != formats::Format::json) {
    policy = CachePolicy::tag;
  }
  Shown shown{query->members, query->listing.order, std::move(query->link_base), *std::move(form),
              std::move(reader_language)};
  return ReadPlan{
      search::ListBooks{std::move(query->listing)},
      [shown = std::move(shown)](const AnswerContext& context, search::ReadOutcome outcome) {
        return outcome ? page_response(context, shown, *outcome)
                       : to_response(context, outcome.error());
      },
      // A page is kept under its address: neither Accept nor Accept-Language is a part of that.
      policy, format};
}

}  // namespace api
