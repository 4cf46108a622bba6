#include "catalog/cql_condition.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "catalog/isbn.hpp"
#include "catalog/language_tag.hpp"
#include "catalog/search_words.hpp"

namespace catalog {
namespace {

using End = SearchTerm::End;
using ConditionWords = std::vector<ConditionWord>;

// What stands between blanks in a term.
struct TermToken {
  std::string text;
  End end = End::whole;  // open: a mask stood behind it
};

BooleanQuery asked(Condition condition) {
  return {BooleanQuery::Kind::condition, std::move(condition), {}};
}

BooleanQuery asked_together(BooleanQuery::Kind kind, std::vector<BooleanQuery> parts) {
  if (parts.empty()) {
    return asked({.kind = Condition::Kind::no_book});
  }
  return parts.size() == 1 ? std::move(parts.front()) : BooleanQuery{kind, {}, std::move(parts)};
}

BooleanQuery asked_phrase(SearchField field, ConditionWords words) {
  return asked({.kind = Condition::Kind::phrase, .field = field, .words = std::move(words)});
}

// Takes a term apart. A backslash makes a sign of a mask, and no sign is a part of a word.
class CqlTermReader {
 public:
  explicit CqlTermReader(std::string_view raw) : raw_(raw) {}

  CqlResult<std::vector<TermToken>> read() && {
    while (at_ < raw_.size()) {
      const auto next = base::utf8::decode(raw_.substr(at_));
      const std::size_t size = std::max<std::size_t>(next.size, 1);
      if (next.size > 0 && base::is_space(next.code_point)) {
        end_token();
        at_ += size;
      } else if (const auto taken = take(size); !taken) {
        return base::Unexpected<CqlProblem>{taken.error()};
      }
    }
    end_token();
    return std::move(tokens_);
  }

 private:
  CqlResult<base::Done> take(std::size_t size) {
    const char sign = raw_[at_];
    if (sign == '\\' && at_ + 1 < raw_.size()) {
      const char kept = raw_[at_ + 1];
      const bool is_sign = kept == '*' || kept == '?' || kept == '^' || kept == '\\';
      // Other bytes may begin a longer character: only the backslash goes.
      token_.text += is_sign ? "-" : "";
      at_ += is_sign ? 2U : 1U;
      return base::Done{};
    }
    if (sign == '^') {
      return cql_problem(CqlFault::anchoring, raw_);
    }
    if (sign == '?' || (sign == '*' && !ends_word())) {
      return cql_problem(CqlFault::masking, raw_);
    }
    if (sign == '*') {
      token_.end = End::open;
    } else {
      token_.text.append(raw_.substr(at_, size));
    }
    at_ += size;
    return base::Done{};
  }

  // True when a blank follows, or nothing, and something stands before.
  bool ends_word() const noexcept {
    const std::string_view rest = raw_.substr(at_ + 1);
    return !token_.text.empty() &&
           (rest.empty() || base::is_space(base::utf8::decode(rest).code_point));
  }
  void end_token() {
    if (!token_.text.empty()) {
      tokens_.push_back(std::exchange(token_, {}));
    }
  }

  std::string_view raw_;
  std::size_t at_ = 0;
  TermToken token_;
  std::vector<TermToken> tokens_;
};

bool may_be_isbn(SearchField field) noexcept {
  return field == SearchField::any || field == SearchField::number;
}

// The words of a token as the index has them: in groups that stand side by side, because their
// script knows no blanks. Fails where a mask stands behind no letter.
CqlResult<std::vector<ConditionWords>> groups_of(const TermToken& token, SearchField field) {
  const auto isbn =
      may_be_isbn(field) && token.end == End::whole ? Isbn::parse(token.text) : std::nullopt;
  if (isbn) {
    return std::vector<ConditionWords>{{{std::string(isbn->digits()), End::whole}}};
  }
  std::string folded = signed_word(token.text);
  std::vector<std::string_view> words;
  if (!folded.empty()) {
    words.emplace_back(folded);
  } else {
    folded = base::fold(token.text);
    append_search_words(words, folded);
  }
  std::vector<ConditionWords> groups;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool touches = i > 0 && words[i - 1].data() + words[i - 1].size() == words[i].data();
    if (!touches) {
      groups.emplace_back();
    }
    groups.back().push_back({std::string(words[i]), End::whole});
  }
  if (token.end == End::open) {
    if (groups.empty()) {
      return cql_problem(CqlFault::masking, token.text + "*");
    }
    groups.back().back().end = End::open;
  }
  return groups;
}

class CqlClauseReader {
 public:
  CqlClauseReader(const CqlClause& clause, std::size_t& words_left)
      : clause_(clause), words_left_(words_left) {}

  CqlResult<BooleanQuery> read() && {
    if (clause_.index->kind == CqlKind::all_records) {
      return asked({.kind = Condition::Kind::every_book});
    }
    auto tokens = CqlTermReader(clause_.term).read();
    if (!tokens) {
      return base::Unexpected<CqlProblem>{tokens.error()};
    }
    tokens_ = *std::move(tokens);
    if (tokens_.empty()) {
      return cql_problem(CqlFault::empty_term, {});
    }
    switch (clause_.index->kind) {
      case CqlKind::anywhere:
      case CqlKind::text:
      case CqlKind::number:
        return words();
      case CqlKind::date:
        return unmasked([this] { return years(); });
      case CqlKind::language:
        return unmasked([this] { return language(); });
      case CqlKind::id:
        return unmasked([this] { return id(); });
      case CqlKind::all_records:
        break;
    }
    return asked({});
  }

 private:
  SearchField field() const noexcept { return clause_.index->field; }
  bool is_related(std::string_view name) const noexcept { return clause_.relation == name; }

  template <class Read>
  CqlResult<BooleanQuery> unmasked(Read read) {
    const bool is_masked =
        std::ranges::any_of(tokens_, [](const TermToken& token) { return token.end == End::open; });
    return is_masked ? CqlResult<BooleanQuery>(cql_problem(CqlFault::masking, clause_.term))
                     : read();
  }

  CqlResult<BooleanQuery> words() {
    join_isbn();
    const bool is_number = clause_.index->kind == CqlKind::number;
    if (is_related("any")) {
      return each(BooleanQuery::Kind::any_of);
    }
    if (is_number) {
      return number(tokens_);
    }
    const bool any_order = is_related("all") || (is_related("=") && field() == SearchField::any);
    if (any_order) {
      return each(BooleanQuery::Kind::all_of);
    }
    const bool is_whole = is_related("==") || is_related("exact");
    return is_whole ? unmasked([this] { return side_by_side(Condition::Kind::whole_value); })
                    : side_by_side(Condition::Kind::phrase);
  }

  // An ISBN may have blanks in it.
  void join_isbn() {
    if (tokens_.size() < 2 || !may_be_isbn(field()) || is_related("any")) {
      return;
    }
    std::string text;
    for (const TermToken& token : tokens_) {
      if (token.end == End::open) {
        return;
      }
      text.append(text.empty() ? "" : " ").append(token.text);
    }
    if (Isbn::parse(text)) {
      tokens_ = {{std::move(text), End::whole}};
    }
  }

  bool spend(std::size_t words) noexcept {
    const bool has_room = words <= words_left_;
    words_left_ -= has_room ? words : words_left_;
    return has_room;
  }
  static base::Unexpected<CqlProblem> too_many_words() {
    return cql_problem(CqlFault::too_complex,
                       "more than " + std::to_string(cql_words_max) + " words");
  }

  CqlResult<ConditionWords> flat_words(const std::vector<TermToken>& tokens) {
    ConditionWords flat;
    for (const TermToken& token : tokens) {
      auto groups = groups_of(token, field());
      if (!groups) {
        return base::Unexpected<CqlProblem>{groups.error()};
      }
      for (ConditionWords& group : *groups) {
        std::ranges::move(group, std::back_inserter(flat));
      }
    }
    return spend(flat.size()) ? CqlResult<ConditionWords>(std::move(flat)) : too_many_words();
  }

  CqlResult<BooleanQuery> side_by_side(Condition::Kind kind) {
    auto flat = flat_words(tokens_);
    if (!flat) {
      return base::Unexpected<CqlProblem>{flat.error()};
    }
    return flat->empty() ? asked({})
                         : asked({.kind = kind, .field = field(), .words = *std::move(flat)});
  }

  // Digits are held together or apart by hyphens, here and in the book.
  CqlResult<BooleanQuery> number(const std::vector<TermToken>& tokens) {
    auto flat = flat_words(tokens);
    if (!flat) {
      return base::Unexpected<CqlProblem>{flat.error()};
    }
    if (flat->empty()) {
      return asked({});
    }
    std::vector<BooleanQuery> ways;
    if (tokens.size() == 1 && flat->size() > 1) {
      std::vector<std::string> forms;
      append_joined_forms(forms, tokens.front().text);
      for (std::string& form : forms) {
        ways.push_back(asked_phrase(field(), {{std::move(form), tokens.front().end}}));
      }
    }
    ways.push_back(asked_phrase(field(), *std::move(flat)));
    return asked_together(BooleanQuery::Kind::any_of, std::move(ways));
  }

  CqlResult<BooleanQuery> each(BooleanQuery::Kind kind) {
    std::vector<BooleanQuery> parts;
    for (const TermToken& token : tokens_) {
      auto part = clause_.index->kind == CqlKind::number ? number({token}) : all_of(token);
      if (!part) {
        return part;
      }
      // A sign asks for nothing beside words.
      const bool is_sign = part->kind == BooleanQuery::Kind::condition &&
                           part->condition.kind == Condition::Kind::no_book;
      if (!is_sign) {
        parts.push_back(*std::move(part));
      }
    }
    return asked_together(kind, std::move(parts));
  }

  CqlResult<BooleanQuery> all_of(const TermToken& token) {
    auto groups = groups_of(token, field());
    if (!groups) {
      return base::Unexpected<CqlProblem>{groups.error()};
    }
    std::vector<BooleanQuery> parts;
    for (ConditionWords& group : *groups) {
      if (!spend(group.size())) {
        return too_many_words();
      }
      parts.push_back(asked_phrase(field(), std::move(group)));
    }
    return asked_together(BooleanQuery::Kind::all_of, std::move(parts));
  }

  static std::optional<std::int64_t> year_of(std::string_view text) {
    constexpr std::size_t digits_max = 6;
    std::int64_t year = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), year);
    const bool is_whole = error == std::errc{} && end == text.data() + text.size();
    return is_whole && text.size() <= digits_max ? std::optional(year) : std::nullopt;
  }

  CqlResult<BooleanQuery> years() {
    const bool is_range = is_related("within");
    const auto first = year_of(tokens_.front().text);
    const auto last = year_of(tokens_.back().text);
    if (tokens_.size() != (is_range ? 2U : 1U) || !first || !last) {
      return cql_problem(CqlFault::term_format, clause_.term);
    }
    constexpr std::int64_t least = unknown_year_key + 1;
    constexpr std::int64_t most = -(unknown_year_key + 1);
    Condition condition{.kind = Condition::Kind::years, .year_least = *first, .year_most = *last};
    if (is_related("<") || is_related("<=")) {
      condition.year_least = least;
      condition.year_most = *first - (is_related("<") ? 1 : 0);
    } else if (is_related(">") || is_related(">=")) {
      condition.year_least = *first + (is_related(">") ? 1 : 0);
      condition.year_most = most;
    }
    return asked(std::move(condition));
  }

  CqlResult<BooleanQuery> language() {
    auto tag = tokens_.size() == 1 ? canonical_language_tag(tokens_.front().text) : std::nullopt;
    if (!tag) {
      return cql_problem(CqlFault::term_format, clause_.term);
    }
    return asked({.kind = Condition::Kind::language, .language = *std::move(tag)});
  }

  // A text that is no number is that of no book.
  CqlResult<BooleanQuery> id() {
    const std::string& text = tokens_.front().text;
    BookId id{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id.value);
    const bool is_number = tokens_.size() == 1 && error == std::errc{} &&
                           end == text.data() + text.size() && id.value > 0;
    return is_number ? asked({.kind = Condition::Kind::id, .id = id}) : asked({});
  }

  const CqlClause& clause_;
  std::size_t& words_left_;
  std::vector<TermToken> tokens_;
};

}  // namespace

CqlResult<BooleanQuery> cql_condition(const CqlClause& clause, std::size_t& words_left) {
  return CqlClauseReader(clause, words_left).read();
}

}  // namespace catalog
