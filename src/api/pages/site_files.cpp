#include "api/answer/book_answer.hpp"
#include "api/answer/document.hpp"
#include "api/answer/own_address.hpp"
#include "api/answer/problem_json.hpp"
#include "api/pages/page_answer.hpp"
#include "api/pages/page_handlers.hpp"
#include "base/clock.hpp"
#include "web/html.hpp"

namespace api {
namespace {

// One file lists the books whose newest change is one of so many changes in a row: what it costs
// has a bound, and a file changes only when a book leaves or the last one grows.
constexpr std::int64_t changes_of_a_file = 10'000;
constexpr std::string_view sitemap_begin = R"(<?xml version="1.0" encoding="UTF-8"?>)"
                                           "\n";
constexpr std::string_view sitemap_namespace =
    R"( xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">)";
constexpr std::string_view xml_type = "application/xml; charset=utf-8";

http::Response index_of(std::string_view address, catalog::Sequence newest) {
  std::string out(sitemap_begin);
  out.append("<sitemapindex").append(sitemap_namespace);
  const std::int64_t files = (newest.value + changes_of_a_file - 1) / changes_of_a_file;
  for (std::int64_t file = 1; file <= files; ++file) {
    out += "<sitemap><loc>";
    web::append_escaped(out, address);
    out.append("/sitemap/").append(std::to_string(file));
    out += "</loc></sitemap>\n";
  }
  return document(xml_type, out += "</sitemapindex>\n");
}

struct SitemapFile {
  catalog::Sequence after;  // what is read already
  catalog::Sequence last;
  std::string address;  // of this server
  std::string urls;
};

void append_url(std::string& out, std::string_view address, const store::ChangeEntry& change) {
  out += "<url><loc>";
  web::append_escaped(out, address);
  out.append("/livro/").append(std::to_string(change.id.value)).append("</loc><lastmod>");
  out.append(base::to_rfc3339(change.at)).append("</lastmod></url>\n");
}

ChainPlan sitemap_plan(std::shared_ptr<SitemapFile> file);

Plan sitemap_part(const std::shared_ptr<SitemapFile>& file, const store::Changes& changes) {
  for (const store::ChangeEntry& change : changes.entries) {
    file->after = change.sequence;
    if (change.sequence <= file->last && change.change != store::Change::deleted) {
      append_url(file->urls, file->address, change);
    }
  }
  if (changes.end == store::End::more && file->after < file->last) {
    return sitemap_plan(file);
  }
  std::string out(sitemap_begin);
  out.append("<urlset").append(sitemap_namespace).append("\n").append(file->urls);
  return document(xml_type, out += "</urlset>\n");
}

ChainPlan sitemap_plan(std::shared_ptr<SitemapFile> file) {
  const store::ListChanges command{file->after, store::changes_limit_max};
  return {
      command,
      [file = std::move(file)](const AnswerContext& context, search::ReadOutcome outcome) -> Plan {
        return outcome ? sitemap_part(file, std::get<store::Changes>(outcome->value))
                       : to_response(context, outcome.error());
      }};
}

// Where reading needs a key, nothing tells those without one which books there are.
bool is_hidden(const Request& request) { return request.settings.keys == Keys::for_all; }

http::Response no_file(const Request& request) {
  return to_response(request, catalog::problem::unknown_path(request.http.path));
}

}  // namespace

// Facets and histories are a trap of endless addresses for crawlers, and programs have other ways
// to the data.
Plan robots(const Request& request) {
  if (is_hidden(request)) {
    return document("text/plain; charset=utf-8", "User-agent: *\nDisallow: /\n");
  }
  std::string out =
      "User-agent: *\n"
      "Disallow: /busca?\n"
      "Disallow: /livro/*/historia\n"
      "Disallow: /livro/*/editar\n"
      "Disallow: /livros\n"
      "Disallow: /oai\n"
      "Disallow: /sru\n"
      "Disallow: /opds\n"
      "Disallow: /exportar\n"
      "Sitemap: ";
  out += own_address(request.http, request.settings) + "/sitemap.xml\n";
  return document("text/plain; charset=utf-8", out);
}

Plan sitemap_index(const Request& request) {
  if (is_hidden(request)) {
    return no_file(request);
  }
  const std::string address = own_address(request.http, request.settings);
  if (const auto newest = request.settings.store.sequence()) {
    return index_of(address, *newest);
  }
  // What the database says, of which nothing is known here: any read tells it.
  return ChainPlan{store::ListChanges{{}, 1},
                   [address](const AnswerContext& context, search::ReadOutcome outcome) -> Plan {
                     return outcome ? index_of(address, outcome->as_of)
                                    : to_response(context, outcome.error());
                   }};
}

Plan sitemap(const Request& request) {
  const auto number = ordinal_in(request.first_parameter);
  constexpr std::int64_t files_max = std::int64_t{1} << 32;
  if (is_hidden(request) || !number || *number > files_max) {
    return no_file(request);
  }
  const std::int64_t last = *number * changes_of_a_file;
  return sitemap_plan(std::make_shared<SitemapFile>(SitemapFile{
      {last - changes_of_a_file}, {last}, own_address(request.http, request.settings), {}}));
}

Plan favicon(const Request&) {
  constexpr std::string_view icon =
      R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">)"
      R"(<path fill="#7b2331" d="M3 1h10v14H3z"/></svg>)";
  http::Response response;
  response.add("Content-Type", "image/svg+xml");
  response.add("Cache-Control", "public, max-age=86400");
  response.body = icon;
  return response;
}

}  // namespace api
