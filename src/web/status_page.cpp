#include "web/status_page.hpp"

#include <array>

#include "web/components.hpp"
#include "web/shown.hpp"
#include "web/words.hpp"
#include "web/work_words.hpp"

namespace web {
namespace {

struct ConditionWords {
  const catalog::Wording& text;
  bool is_good;
};

ConditionWords words_of(Condition condition) noexcept {
  switch (condition) {
    case Condition::up:
      return {words::condition_up, true};
    case Condition::preparing:
      return {words::condition_preparing, false};
    case Condition::ending:
      return {words::condition_ending, false};
    case Condition::broken:
      return {words::condition_broken, false};
  }
  return {words::condition_broken, false};
}

void write_value(Html& html, Literal testid, const catalog::Wording& name, std::string_view value) {
  html.raw(R"(<div data-testid=")").raw(testid).raw(R"("><dt>)").say(name).raw("</dt><dd>");
  html.text(value).raw("</dd></div>");
}

std::string behind_text(const StatusPage& page, catalog::Language language) {
  if (!page.index_behind) {
    return std::string(words::no_index.in(language));
  }
  const std::string number = grouped(static_cast<std::uint64_t>(*page.index_behind), language);
  return said(*page.index_behind == 1 ? words::one_change : words::changes, language, {number});
}

void write_numbers(Html& html, const StatusPage& page) {
  const ConditionWords condition = words_of(page.condition);
  html.raw(R"(<dl class="numeros" data-testid="estado"><div data-testid="saude"><dt>)");
  html.say(words::health).raw(R"(</dt><dd><span class=")");
  html.raw(condition.is_good ? Literal("estado-ok") : Literal("estado-ruim")).raw(R"(">)");
  html.say(condition.text).raw("</span></dd></div>");
  const auto number = [&](std::int64_t value) {
    return grouped(static_cast<std::uint64_t>(value), html.language());
  };
  write_value(html, "sequencia", words::sequence, number(page.sequence));
  write_value(html, "atraso-indice", words::index_lag, behind_text(page, html.language()));
  write_value(html, "fila", words::writes_waiting, number(page.writes_waiting));
  write_value(html, "versao", words::program_version, page.version);
  html.raw("</dl>");
}

const catalog::Wording& state_wording(catalog::KeyState state) noexcept {
  switch (state) {
    case catalog::KeyState::good:
      return words::key_good;
    case catalog::KeyState::expired:
      return words::key_expired;
    case catalog::KeyState::revoked:
      return words::key_revoked;
  }
  return words::key_good;
}

constexpr std::array<const catalog::Wording*, 5> key_heads{
    &words::key_name, &words::key_scope, &words::key_used, &words::key_until, &words::key_state};

struct InstantCell {
  const catalog::Wording& name;
  const catalog::Wording& otherwise;
};
void write_instant(Html& html, const std::optional<base::Instant>& at, const InstantCell& cell) {
  begin_cell(html, cell.name).raw(">");
  if (at) {
    write_time(html, *at);
  } else {
    html.say(cell.otherwise);
  }
  html.raw("</td>");
}

void write_key(Html& html, const catalog::AccessKey& key, base::Instant now) {
  html.raw(R"(<tr role="row">)");
  begin_cell(html, words::key_name).raw(">").text(key.name).raw("</td>");
  begin_cell(html, words::key_scope).raw(">").text(to_string(key.scope)).raw("</td>");
  write_instant(html, key.used_at, {words::key_used, words::never});
  write_instant(html, key.expires_at, {words::key_until, words::no_end});
  begin_cell(html, words::key_state)
      .raw(">")
      .say(state_wording(state_of(key, now)))
      .raw("</td></tr>");
}

void write_keys(Html& html, const std::vector<catalog::AccessKey>& keys, base::Instant now) {
  html.raw(R"(<section data-testid="chaves" class="depois"><h2>)").say(words::keys);
  html.raw(R"(</h2><div class="rolo" tabindex="0" role="region")");
  html.say_attr("aria-label", words::keys).raw(R"(><table class="cartoes" role="table">)");
  html.raw(R"(<thead role="rowgroup"><tr role="row">)");
  for (const catalog::Wording* const head : key_heads) {
    html.raw(R"(<th scope="col" role="columnheader">)").say(*head).raw("</th>");
  }
  html.raw(R"(</tr></thead><tbody role="rowgroup">)");
  for (const catalog::AccessKey& key : keys) {
    write_key(html, key, now);
  }
  html.raw(R"(</tbody></table></div><p class="dica">)").say(words::keys_hint);
  html.raw(" <code>api-livros keys</code>.</p></section>");
}

}  // namespace

std::string status_fragment(const View& view, const StatusPage& page) {
  std::string out;
  Html html(out, view.language);
  write_numbers(html, page);
  return out;
}

std::string status_document(const View& view, const StatusPage& page) {
  Page head;
  head.title = words::status.in(view.language);
  head.way = Way::status;
  head.scripts = {"leitor.js", "estado.js"};
  return document_of(view, head, [&](Html& html) {
    html.raw("<h1>").say(words::status).raw("</h1>");
    write_numbers(html, page);
    html.raw(R"(<section data-testid="importacoes" class="depois" hidden></section>)");
    if (page.keys) {
      write_keys(html, *page.keys, page.now);
    }
  });
}

std::string shortcuts_document(const View& view) {
  struct Shortcut {
    std::string_view keys;
    const catalog::Wording& what;
  };
  static constexpr std::array shortcuts{
      Shortcut{"/", words::key_box},           Shortcut{"↓", words::key_to_list},
      Shortcut{"j / k", words::key_next},      Shortcut{"Enter", words::key_open},
      Shortcut{"e", words::key_edit},          Shortcut{"n", words::key_new},
      Shortcut{"x", words::key_select},        Shortcut{"Shift+x", words::key_range},
      Shortcut{"g b", words::key_go_search},   Shortcut{"g a", words::key_go_holdings},
      Shortcut{"g i", words::key_go_import},   Shortcut{"g e", words::key_go_status},
      Shortcut{"Ctrl+Enter", words::key_save}, Shortcut{"?", words::key_help},
  };
  Page head;
  head.title = words::shortcuts.in(view.language);
  head.scripts = {"leitor.js", "atalhos.js"};
  return document_of(view, head, [&](Html& html) {
    html.raw("<h1>").say(words::shortcuts).raw("</h1>");
    html.raw(R"(<p class="opcao" hidden><input type="checkbox" id="ligados" checked)");
    html.raw(R"( data-testid="atalhos-ligados"> <label for="ligados">)");
    html.say(words::shortcuts_on).raw(R"(</label></p><dl class="dados" data-testid="atalhos">)");
    for (const Shortcut& shortcut : shortcuts) {
      html.raw("<dt><kbd>").text(shortcut.keys).raw("</kbd></dt><dd>").say(shortcut.what);
      html.raw("</dd>");
    }
    html.raw("</dl>");
  });
}

}  // namespace web
