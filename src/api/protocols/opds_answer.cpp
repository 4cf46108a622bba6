#include "api/protocols/opds_answer.hpp"

#include <span>

#include "api/answer/etag.hpp"
#include "api/protocols/opds_atom.hpp"
#include "api/protocols/opds_json.hpp"
#include "base/sha256.hpp"
#include "base/version.hpp"
#include "formats/book_document.hpp"

namespace api {
namespace {

// Names all that a feed is made of beside the books: the same books look different under another
// address or name.
std::string opds_tag_name(const OpdsPlaces& places) {
  constexpr std::size_t mark_bytes = 4;
  const bool is_english = places.language == catalog::Language::english;
  std::string made_of(base::version());
  made_of.append("\n").append(places.origin).append("\n").append(places.prefix);
  made_of.append("\n").append(places.name);
  made_of += places.holdings == catalog::Holdings::all ? 'a' : 't';
  const base::Sha256Digest digest = base::sha256(made_of);
  return (places.form == OpdsForm::json ? "opds" : "atom") + std::string(is_english ? "en" : "pt") +
         base::hexadecimal(std::span(digest).first(mark_bytes));
}

struct Written {
  std::string_view type;
  std::string etag;  // empty: none
  std::string body;
};

http::Response opds_answer(const AnswerContext& context, const OpdsPlaces& places,
                           Written written) {
  http::Response response;
  if (!written.etag.empty()) {
    const auto known = matched_none(context.http, written.etag);
    response.add("ETag", known.value_or(written.etag));
    response.status = known ? 304 : 200;
  }
  add_opds_lines(response, written.type, places.language);
  if (response.status == 200) {
    response.body = std::move(written.body);
  }
  return response;
}

}  // namespace

OpdsMoment opds_moment(const search::ReadAnswer& answer) noexcept {
  return answer.consistency == search::Consistency::one_snapshot ? OpdsMoment(answer.as_of)
                                                                 : std::nullopt;
}

void add_opds_lines(http::Response& response, std::string_view type, catalog::Language language) {
  response.add("Content-Type", type);
  response.add("Content-Language", language == catalog::Language::english ? "en" : "pt-BR");
  response.headers +=
      "Cache-Control: no-cache\r\n"
      "Vary: Accept, Accept-Encoding, Accept-Language\r\n"
      "X-Content-Type-Options: nosniff\r\n";
}

http::Response opds_feed_answer(const AnswerContext& context, const OpdsPlaces& places,
                                const OpdsFeed& feed, OpdsMoment moment) {
  const bool is_json = places.form == OpdsForm::json;
  return opds_answer(context, places,
                     {opds_type(places.form, feed.kind),
                      moment ? etag_of(*moment, opds_tag_name(places)) : std::string(),
                      is_json ? opds_json_feed(places, feed) : opds_atom_feed(places, feed)});
}

http::Response opds_book_answer(const AnswerContext& context, const OpdsPlaces& places,
                                const store::BookDocument& document) {
  const catalog::Book book = formats::read_stored_document(document.json);
  const bool is_json = places.form == OpdsForm::json;
  return opds_answer(
      context, places,
      {is_json ? opds_publication_type : opds_entry_type,
       etag_of({document.id, document.version}, opds_tag_name(places)),
       is_json ? opds_json_publication(places, book) : opds_atom_entry(places, book)});
}

search::ListBooks opds_newest_change() {
  catalog::Listing listing;
  listing.order = {{catalog::SortKey::updated_at, catalog::Direction::descending}, {}};
  listing.limit = 1;
  return {std::move(listing)};
}

void opds_take_newest(OpdsFeed& feed, const search::Page& page) {
  const auto book =
      page.books.empty() ? std::nullopt : formats::read_document(page.books.front().json);
  if (book) {
    feed.updated = book->updated_at;
  }
}

}  // namespace api
