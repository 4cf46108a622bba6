// unAPI 1: which formats a book can be had in, and the book in one of them. The pages name the
// books by their addresses.
#include <algorithm>
#include <array>

#include "api/answer/book_answer.hpp"
#include "api/answer/own_address.hpp"
#include "api/answer/query.hpp"
#include "api/answer/representation.hpp"
#include "api/protocols/protocol_handlers.hpp"
#include "formats/xml_writer.hpp"

namespace api {
namespace {

using formats::Format;

constexpr std::array<std::string_view, 2> unapi_names{"id", "format"};

struct Offer {
  Format format;
  std::string_view describes;  // where the format is described
};
constexpr std::array offers{
    Offer{Format::marc, "https://www.loc.gov/marc/bibliographic/"},
    Offer{Format::marcxml, "https://www.loc.gov/standards/marcxml/"},
    Offer{Format::mods, "https://www.loc.gov/standards/mods/"},
    Offer{Format::ris, "https://en.wikipedia.org/wiki/RIS_(file_format)"},
    Offer{Format::bibtex, "https://www.ctan.org/pkg/bibtex"},
};

http::Response list_of_formats(unsigned status, std::optional<std::string_view> id) {
  http::Response response;
  response.status = status;
  response.add("Content-Type", "application/xml; charset=utf-8");
  response.add("Cache-Control", "no-cache");
  response.add("Vary", "Accept-Encoding");
  response.body = formats::xml_declaration;
  formats::Xml xml(response.body);
  id ? xml.open("formats", {{"id", *id}}) : xml.open("formats");
  for (const Offer& offer : offers) {
    const std::string_view type = formats::info_of(offer.format).content_type;
    xml.line().empty("format", {{"name", formats::name_of(offer.format)},
                                {"type", type.substr(0, type.find(';'))},
                                {"docs", offer.describes}});
  }
  xml.line().close("formats");
  return response;
}

// "https://example.org/livros/4", "/livros/4"; of this catalogue or not, the number is meant.
std::optional<catalog::BookId> book_named(std::string_view id) {
  for (const std::string_view folder : {"/livros/", "/livro/"}) {
    const std::size_t at = id.rfind(folder);
    if (at == std::string_view::npos) {
      continue;
    }
    if (const auto book = book_id_in(id.substr(at + folder.size()))) {
      return *book;
    }
  }
  return std::nullopt;
}

// unAPI knows a 404 for all that is not there.
catalog::Problem not_there(const catalog::Problem& why, catalog::BookId id) {
  return why.code == catalog::ProblemCode::book_deleted ? catalog::problem::book_not_found(id)
                                                        : why;
}

std::string offered_names() {
  std::string names;
  for (const Offer& offer : offers) {
    names.append(names.empty() ? "" : ", ").append(formats::name_of(offer.format));
  }
  return names;
}

Representation form_of(const Request& request, Format format) {
  Representation form;
  form.format = format;
  form.is_named = true;
  form.options = write_options_of(request.http, request.settings);
  return form;
}

ReadPlan choices(catalog::BookId book, std::string id) {
  return {store::GetBook{book},
          [book, id = std::move(id)](const AnswerContext& context, search::ReadOutcome outcome) {
            return outcome ? list_of_formats(300, id)
                           : to_response(context, not_there(outcome.error(), book));
          }};
}

}  // namespace

Plan unapi(const Request& request) {
  const auto query = Query::read(request.http.query, unapi_names);
  if (!query) {
    return to_response(request, query.error());
  }
  const auto id = query->value("id");
  const auto name = query->value("format");
  if (!id) {
    return name ? to_response(request, catalog::problem::bad_parameter("id", "/livros/4"))
                : list_of_formats(200, std::nullopt);
  }
  const auto book = book_named(*id);
  if (!book) {
    return to_response(request, catalog::problem::unknown_path(*id));
  }
  if (!name) {
    return choices(*book, std::string(*id));
  }
  const auto* const offer = std::ranges::find_if(
      offers, [&](const Offer& each) { return formats::name_of(each.format) == *name; });
  if (offer == offers.end()) {
    return to_response(request, catalog::problem::not_acceptable(
                                    {"format=" + std::string(*name), offered_names()}));
  }
  return ReadPlan{
      store::GetBook{*book}, [form = form_of(request, offer->format), id = *book](
                                 const AnswerContext& context, search::ReadOutcome outcome) {
        if (!outcome) {
          return to_response(context, not_there(outcome.error(), id));
        }
        const auto& document = std::get<store::BookDocument>(outcome->value);
        return found_book(context, FormedBook{form, document, "livro-" + std::to_string(id.value)});
      }};
}

}  // namespace api
