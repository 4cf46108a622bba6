#include "web/history_page.hpp"

#include <algorithm>
#include <vector>

#include "base/text.hpp"
#include "web/address.hpp"
#include "web/extra_text.hpp"
#include "web/field_names.hpp"
#include "web/field_text.hpp"
#include "web/shown.hpp"
#include "web/words.hpp"

namespace web {
namespace {

using catalog::Field;

// A long text is shown as far as one reads it in a list of changes.
constexpr std::size_t shown_text_max = 400;

const catalog::Wording& heading_of(VersionKind kind) noexcept {
  switch (kind) {
    case VersionKind::created:
      return words::version_created;
    case VersionKind::changed:
      return words::version_changed;
    case VersionKind::deleted:
      return words::version_deleted;
    case VersionKind::restored:
      return words::version_restored;
  }
  return words::version_changed;
}

void write_value(Html& html, Literal element, Literal end, std::string_view text) {
  if (text.empty()) {
    html.raw("—");
    return;
  }
  html.raw(element).text(base::abridged(text, shown_text_max)).raw(end);
}

struct Change {
  std::string_view before;
  std::string_view after;
};

void write_change(Html& html, const Change& change) {
  html.raw(":</span> ");
  write_value(html, "<del>", "</del>", change.before);
  html.raw(" → ");
  write_value(html, "<ins>", "</ins>", change.after);
  html.raw("</p>");
}

void write_extra_change(Html& html, std::string_view key, const Change& change) {
  html.raw("<p").attr("data-campo", catalog::wire_name(Field::extra)).attr("data-chave", key);
  html.raw(R"(><span class="campo-nome">)").text(key);
  write_change(html, change);
}

// Member by member, in the order of the newer; those that are gone come last. False: none reads
// otherwise, since only the spelling of values has changed.
bool write_extra_differences(Html& html, const std::string& older, const std::string& newer) {
  const std::vector<ExtraRow> before = extra_rows(older);
  const std::vector<ExtraRow> after = extra_rows(newer);
  bool has_any = false;
  for (const ExtraRow& row : after) {
    const std::string_view was = text_of(before, row.key);
    if (was != row.text) {
      has_any = true;
      write_extra_change(html, row.key, {was, row.text});
    }
  }
  for (const ExtraRow& row : before) {
    if (std::ranges::find(after, row.key, &ExtraRow::key) == after.end()) {
      has_any = true;
      write_extra_change(html, row.key, {row.text, {}});
    }
  }
  return has_any;
}

void write_differences(Html& html, const catalog::Book& older, const catalog::Book& newer) {
  bool has_any = false;
  for (std::size_t i = 0; i < catalog::field_count; ++i) {
    const auto field = static_cast<Field>(i);
    if (catalog::read_only_fields.has(field)) {
      continue;
    }
    const std::string before = field_text(older.fields, field);
    const std::string after = field_text(newer.fields, field);
    if (before == after) {
      continue;
    }
    has_any = true;
    if (field == Field::extra && write_extra_differences(html, before, after)) {
      continue;
    }
    html.raw("<p")
        .attr("data-campo", catalog::wire_name(field))
        .raw(R"(><span class="campo-nome">)");
    html.say(name_of(field));
    write_change(html, {before, after});
  }
  if (!has_any) {
    html.raw(R"(<p class="dica">)").say(words::no_difference).raw("</p>");
  }
}

// `live`: the book's current version, 0 when it is deleted.
void write_version(Html& html, const ShownVersion& shown, const ShownVersion* older,
                   std::int64_t live) {
  const bool is_current = shown.version.value == live;
  html.raw("<li").attr("data-versao", shown.version.value).raw("><h2>");
  html.say(heading_of(shown.kind), {std::to_string(shown.version.value)}).raw("</h2>");
  html.raw(R"(<p class="quando">)");
  write_time(html, shown.at);
  if (!shown.actor.empty()) {
    html.raw(" ").say(words::by_whom, {shown.actor});
  }
  html.raw("</p>");
  if (shown.book && older != nullptr && older->book) {
    write_differences(html, *older->book, *shown.book);
  }
  if (is_current) {
    html.raw(R"(<p class="dica">)").say(words::current_version).raw("</p>");
  } else if (shown.book) {
    html.raw(R"(<button type="button" hidden data-testid="restaurar")");
    html.attr("data-id", shown.book->id.value).attr("data-restaura", shown.version.value);
    if (live != 0) {
      html.attr("data-atual", live);
    }
    html.raw(">").say(words::restore_version).raw("</button>");
  }
  html.raw("</li>");
}

}  // namespace

std::string history_document(const View& view, const HistoryPage& page) {
  Page head;
  head.title = words::history.in(view.language);
  head.scripts = {"leitor.js", "restaurar.js"};
  const std::string address = book_address(page.id);
  return document_of(view, head, [&](Html& html) {
    html.raw(R"(<nav class="migalhas")").say_attr("aria-label", words::trail).raw("><a");
    html.attr("href", address).raw(">").say(words::back_to_book).raw("</a></nav><h1>");
    html.say(words::history).raw(R"(</h1><ol class="versoes" data-testid="versoes" reversed)");
    html.attr("data-id", page.id.value).raw(">");
    for (std::size_t i = 0; i < page.versions.size(); ++i) {
      const bool is_last = i + 1 == page.versions.size();
      const ShownVersion* const before = page.before ? &*page.before : nullptr;
      write_version(html, page.versions[i], is_last ? before : &page.versions[i + 1],
                    page.live.value);
    }
    html.raw("</ol>");
    if (page.older_until) {
      html.raw(R"(<p><a class="botao" rel="nofollow" data-testid="anteriores")");
      html.attr("href", address + "/historia?ate=" + std::to_string(page.older_until->value));
      html.raw(">").say(words::older_versions).raw("</a></p>");
    }
  });
}

}  // namespace web
