#include <array>
#include <string_view>
#include <utility>

#include "api/answer/book_answer.hpp"
#include "api/answer/representation.hpp"
#include "api/endpoints/book_stream.hpp"
#include "api/endpoints/handlers.hpp"
#include "api/endpoints/selection_query.hpp"
#include "base/clock.hpp"
#include "formats/format.hpp"
#include "http/syntax.hpp"

namespace api {
namespace {

struct ExportQuery {
  Representation form;
  Selection selection;
};

// What a file is, is said by name: a link to it has no Accept.
catalog::Result<ExportQuery> read_export_query(const Request& request) {
  const auto query = Query::read(request.http.query, with_selection_names(representation_names));
  if (!query) {
    return catalog::fail(query.error());
  }
  if (!query->value(format_name)) {
    return catalog::fail(
        catalog::problem::bad_parameter(format_name, formats::format_list(formats::Use::list)));
  }
  auto form = read_representation(request, *query, formats::WriteOptions::Extent::list);
  if (!form) {
    return catalog::fail(form.error());
  }
  form->options.purpose = formats::WriteOptions::Purpose::round_trip;
  auto selection = read_selection(*query);
  if (!selection) {
    return catalog::fail(selection.error());
  }
  return ExportQuery{*std::move(form), *std::move(selection)};
}

// RFC 9110 section 10.1.4.
bool takes_trailers(const http::Request& request) {
  if (!request.takes_chunks) {
    return false;
  }
  http::ListReader codings(request.header(http::Header::te));
  while (const auto coding = codings.next()) {
    if (http::equal_ignoring_case(http::trim_blanks(*coding), "trailers")) {
      return true;
    }
  }
  return false;
}

std::string file_name(formats::Format format, base::Instant now) {
  constexpr std::size_t date_length = 10;
  return "livros-" + base::to_rfc3339(now).substr(0, date_length) + "." +
         std::string(formats::info_of(format).extension);
}

struct Exported {
  std::shared_ptr<search::BookCursor> cursor;
  std::shared_ptr<StreamPlace> place;
  std::shared_ptr<StreamCounts> counts;
  std::string file_name;
};

http::Response exported(const AnswerContext& context, const ExportQuery& asked,
                        const Exported& exported) {
  http::Response response;
  response.add("Content-Type", formats::info_of(asked.form.format).content_type);
  response.add("Content-Disposition", "attachment; filename=\"" + exported.file_name + "\"");
  response.add("Cache-Control", "no-cache");
  response.add("Vary", "Accept-Encoding");
  auto trailer = BookStreamParts::Trailer::unwanted;
  if (takes_trailers(context.http)) {
    trailer = BookStreamParts::Trailer::wanted;
    response.add("Trailer", shortened_name);
  }
  response.stream = make_book_stream({exported.cursor, asked.form.format,
                                      formats::make_writer(asked.form.format, asked.form.options),
                                      trailer, exported.place, exported.counts});
  return response;
}

}  // namespace

Plan export_books(const Request& request) {
  auto query = read_export_query(request);
  if (!query) {
    return to_response(request, query.error());
  }
  auto place = StreamPlace::take(request.settings.streams->exports, exports_max);
  if (!place) {
    return to_response(request, catalog::problem::of(catalog::ProblemCode::overloaded));
  }
  search::OpenBooks command{query->selection.filter, query->selection.search};
  std::string name = file_name(query->form.format, request.settings.clock.now());
  return OpenPlan{
      std::move(command),
      [asked = *std::move(query), place = std::move(place), counts = request.settings.streams,
       name = std::move(name)](const AnswerContext& context,
                               catalog::Result<std::shared_ptr<search::BookCursor>> opened) {
        return opened ? exported(context, asked, {*std::move(opened), place, counts, name})
                      : to_response(context, opened.error());
      }};
}

}  // namespace api
