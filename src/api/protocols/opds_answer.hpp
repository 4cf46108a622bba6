// Feeds and publications as answers: their types, languages and entity tags. Pure functions, any
// thread. No cache keeps them: identifiers may hold the name by which the client calls this server.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "api/answer/plan.hpp"
#include "api/protocols/opds_feed.hpp"
#include "api/protocols/opds_request.hpp"
#include "search/query/reads.hpp"

namespace api {

// nullopt: the parts were read at different moments, so nothing says which state this is.
using OpdsMoment = std::optional<catalog::Sequence>;
OpdsMoment opds_moment(const search::ReadAnswer& answer) noexcept;

// 304 when the client has it already. The tag names the form and the language.
http::Response opds_feed_answer(const AnswerContext& context, const OpdsPlaces& places,
                                const OpdsFeed& feed, OpdsMoment moment);
http::Response opds_book_answer(const AnswerContext& context, const OpdsPlaces& places,
                                const store::BookDocument& document);

// Asks for the book that changed last: a feed that shows no books is as old as that.
search::ListBooks opds_newest_change();
void opds_take_newest(OpdsFeed& feed, const search::Page& page);

// The header lines of every answer in a reader's language.
void add_opds_lines(http::Response& response, std::string_view type, catalog::Language language);

}  // namespace api
