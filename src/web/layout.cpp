#include "web/layout.hpp"

#include <algorithm>
#include <array>

#include "web/assets.hpp"
#include "web/script_words.hpp"
#include "web/words.hpp"
#include "web/work_words.hpp"

namespace web {
namespace {

using catalog::Language;

struct NavigationEntry {
  Way way;
  std::string_view address;
  const catalog::Wording& name;
  std::string_view key;  // after g
};
constexpr std::array navigation{
    NavigationEntry{Way::search, "/", words::nav_search, "b"},
    NavigationEntry{Way::holdings, "/acervo", words::holdings, "a"},
    NavigationEntry{Way::create, "/livro/novo", words::new_book, "n"},
    NavigationEntry{Way::import, "/importar", words::import_books, "i"},
    NavigationEntry{Way::status, "/estado", words::status, "e"},
};

constexpr std::string_view icon =
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E"
    "%3Cpath fill='%237b2331' d='M3 1h10v14H3z'/%3E%3C/svg%3E";

void write_html_tag(Html& html, const View& view) {
  html.raw("<!doctype html>\n<html").say_attr("lang", words::html_language);
  if (view.theme != Theme::system) {
    html.attr("data-tema", view.theme == Theme::dark ? "escuro" : "claro");
  }
  if (view.entry != Entry::open) {
    html.attr("data-entrou", view.entry == Entry::signed_in ? "sim" : "nao");
  }
  html.raw(">");
}

void write_asset_links(Html& html, const Page& page) {
  html.raw(R"(<link rel="stylesheet")").attr("href", asset_address("estilo.css")).raw(">");
  for (const std::string_view style : page.styles) {
    html.raw(R"(<link rel="stylesheet")").attr("href", asset_address(style)).raw(">");
  }
  std::vector<std::string_view> preloads;
  for (const std::string_view script : page.scripts) {
    const Asset* const asset = asset_named(script);
    if (asset == nullptr) {
      continue;
    }
    html.raw(R"(<script type="module")").attr("src", asset->address).raw("></script>");
    for (const std::string_view import : asset->imports) {
      if (std::ranges::find(preloads, import) == preloads.end()) {
        preloads.push_back(import);
        html.raw(R"(<link rel="modulepreload")").attr("href", import).raw(">");
      }
    }
  }
}

void write_head(Html& html, const Page& page) {
  html.raw(R"(<head><meta charset="utf-8">)")
      .raw(R"(<meta name="viewport" content="width=device-width,initial-scale=1"><title>)")
      .text(page.title)
      .raw(" · ")
      .say(words::product)
      .raw("</title>");
  if (!page.description.empty()) {
    html.raw(R"(<meta name="description")").attr("content", page.description).raw(">");
  }
  if (page.indexed == Indexed::no) {
    html.raw(R"(<meta name="robots" content="noindex,follow">)");
  }
  if (!page.canonical.empty()) {
    html.raw(R"(<link rel="canonical")").attr("href", page.canonical).raw(">");
  }
  html.raw(R"(<meta name="color-scheme" content="light dark">)");
  html.raw(R"(<link rel="icon")").attr("href", icon).raw(">");
  html.raw(R"(<link rel="unapi-server" type="application/xml" title="unAPI" href="/unapi">)");
  html.raw(R"(<link rel="search" type="application/opensearchdescription+xml")")
      .say_attr("title", words::product)
      .raw(R"( href="/opensearch.xml">)");
  html.raw(R"(<link rel="alternate" type="application/atom+xml;profile=opds-catalog" title="OPDS")")
      .raw(R"( href="/opds/v1.2">)");
  write_asset_links(html, page);
  if (page.head) {
    page.head(html);
  }
  html.raw("</head>");
}

void write_top(Html& html, const View& view, const Page& page) {
  html.raw(R"(<a class="pular" href="#conteudo">)").say(words::skip).raw("</a>");
  html.raw(R"(<header class="topo"><div class="largura"><a class="marca" href="/">)")
      .say(words::catalogue)
      .raw("</a><nav")
      .say_attr("aria-label", words::main_navigation)
      .raw(">");
  const auto write_entry = [&](const NavigationEntry& entry) {
    html.raw("<a").attr("href", entry.address).attr("data-tecla", entry.key);
    if (entry.way == page.way) {
      html.raw(R"( aria-current="page")");
    }
    html.raw(entry.way == Way::sign_in ? Literal(R"( class="entrada">)") : Literal(">"));
    html.say(entry.name).raw("</a>");
  };
  for (const NavigationEntry& entry : navigation) {
    write_entry(entry);
  }
  if (view.entry != Entry::open) {
    const bool is_in = view.entry == Entry::signed_in;
    write_entry({Way::sign_in, "/entrar", is_in ? words::sign_out : words::sign_in, ""});
  }
  html.raw("</nav></div></header>");
}

struct Choice {
  Theme theme;
  std::string_view value;
  const catalog::Wording& name;
};
constexpr std::array themes{
    Choice{Theme::system, "sistema", words::theme_system},
    Choice{Theme::light, "claro", words::theme_light},
    Choice{Theme::dark, "escuro", words::theme_dark},
};

// Links, so that they work without a script; leitor.js spares the way to the server.
void write_themes(Html& html, const View& view) {
  html.raw(R"(<span class="temas">)").say(words::theme).raw(":");
  for (const Choice& choice : themes) {
    html.raw(R"( <a rel="nofollow")")
        .attr("href", '?' + view.query + "tema=" + std::string(choice.value))
        .attr("data-muda-tema", choice.value);
    if (choice.theme == view.theme) {
      html.raw(R"( aria-current="true")");
    }
    html.raw(">").say(choice.name).raw("</a>");
  }
  html.raw("</span>");
}

void write_foot(Html& html, const View& view) {
  const bool english = view.language == Language::english;
  html.raw(R"(<footer class="rodape"><div class="largura"><span>)").say(words::product);
  html.raw(R"(</span><a href="/docs">)").say(words::documentation).raw("</a>");
  html.raw(R"(<a href="/atalhos">)").say(words::shortcuts).raw("</a>");
  html.raw(R"(<a rel="nofollow")")
      .attr("href", '?' + view.query + (english ? "lang=pt-BR" : "lang=en"))
      .attr("hreflang", english ? "pt-BR" : "en")
      .attr("lang", english ? "pt-BR" : "en")
      .raw(">")
      .say(words::other_language)
      .raw("</a>");
  write_themes(html, view);
  html.raw(R"(</div></footer><div class="avisos" role="status" data-testid="aviso"></div>)");
}

}  // namespace

std::string document_of(const View& view, const Page& page,
                        const std::function<void(Html&)>& content) {
  constexpr std::size_t usual_bytes = 16 * 1024;
  std::string out;
  out.reserve(usual_bytes);
  Html html(out, view.language);
  write_html_tag(html, view);
  write_head(html, page);
  html.raw("<body>");
  write_top(html, view, page);
  html.raw(R"(<main id="conteudo" tabindex="-1"><div class="largura">)");
  content(html);
  html.raw("</div></main>");
  write_foot(html, view);
  html.raw("</body></html>\n");
  return out;
}

}  // namespace web
