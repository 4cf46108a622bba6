#include "formats/tex_text.hpp"

#include <algorithm>
#include <array>

#include "base/ascii.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "formats/tex_address.hpp"

namespace formats {
namespace {

struct TexAccent {
  char command;
  char32_t mark;
};
// A sign needs nothing behind it; a letter ends where no letter follows.
constexpr std::array tex_accents{
    TexAccent{'`', 0x0300}, TexAccent{'\'', 0x0301}, TexAccent{'^', 0x0302}, TexAccent{'~', 0x0303},
    TexAccent{'"', 0x0308}, TexAccent{'=', 0x0304},  TexAccent{'.', 0x0307}, TexAccent{'u', 0x0306},
    TexAccent{'v', 0x030C}, TexAccent{'H', 0x030B},  TexAccent{'c', 0x0327}, TexAccent{'k', 0x0328},
    TexAccent{'r', 0x030A}, TexAccent{'d', 0x0323},  TexAccent{'b', 0x0331}, TexAccent{'t', 0x0361},
    TexAccent{'h', 0x0309}, TexAccent{'G', 0x030F},  TexAccent{'f', 0x0311},
};

struct NamedAccent {
  std::string_view command;
  char32_t mark;
};
constexpr std::array named_accents{
    NamedAccent{"acute", 0x0301},    NamedAccent{"grave", 0x0300},
    NamedAccent{"hat", 0x0302},      NamedAccent{"tilde", 0x0303},
    NamedAccent{"bar", 0x0304},      NamedAccent{"breve", 0x0306},
    NamedAccent{"check", 0x030C},    NamedAccent{"dot", 0x0307},
    NamedAccent{"ddot", 0x0308},     NamedAccent{"cb", 0x0326},
    NamedAccent{"mathring", 0x030A}, NamedAccent{"textcommabelow", 0x0326},
};

struct TexSymbol {
  std::string_view command;
  std::string_view text;
};
constexpr std::array tex_symbols{
    TexSymbol{"ss", "ß"},
    TexSymbol{"SS", "ẞ"},
    TexSymbol{"ae", "æ"},
    TexSymbol{"AE", "Æ"},
    TexSymbol{"oe", "œ"},
    TexSymbol{"OE", "Œ"},
    TexSymbol{"aa", "å"},
    TexSymbol{"AA", "Å"},
    TexSymbol{"o", "ø"},
    TexSymbol{"O", "Ø"},
    TexSymbol{"l", "ł"},
    TexSymbol{"L", "Ł"},
    TexSymbol{"i", "ı"},
    TexSymbol{"j", "ȷ"},
    TexSymbol{"dh", "ð"},
    TexSymbol{"DH", "Ð"},
    TexSymbol{"dj", "đ"},
    TexSymbol{"DJ", "Đ"},
    TexSymbol{"th", "þ"},
    TexSymbol{"TH", "Þ"},
    TexSymbol{"ng", "ŋ"},
    TexSymbol{"NG", "Ŋ"},
    TexSymbol{"textbackslash", "\\"},
    TexSymbol{"textasciitilde", "~"},
    TexSymbol{"textasciicircum", "^"},
    TexSymbol{"textbar", "|"},
    TexSymbol{"textless", "<"},
    TexSymbol{"textgreater", ">"},
    TexSymbol{"textbraceleft", "{"},
    TexSymbol{"textbraceright", "}"},
    TexSymbol{"lbrace", "{"},
    TexSymbol{"rbrace", "}"},
    TexSymbol{"textendash", "–"},
    TexSymbol{"textemdash", "—"},
    TexSymbol{"textquoteleft", "‘"},
    TexSymbol{"textquoteright", "’"},
    TexSymbol{"textquotedblleft", "“"},
    TexSymbol{"textquotedblright", "”"},
    TexSymbol{"guillemotleft", "«"},
    TexSymbol{"guillemotright", "»"},
    TexSymbol{"ldots", "…"},
    TexSymbol{"dots", "…"},
    TexSymbol{"textellipsis", "…"},
    TexSymbol{"copyright", "©"},
    TexSymbol{"textcopyright", "©"},
    TexSymbol{"textregistered", "®"},
    TexSymbol{"texttrademark", "™"},
    TexSymbol{"textordfeminine", "ª"},
    TexSymbol{"textordmasculine", "º"},
    TexSymbol{"textdegree", "°"},
    TexSymbol{"textexclamdown", "¡"},
    TexSymbol{"textquestiondown", "¿"},
    TexSymbol{"textunderscore", "_"},
    TexSymbol{"textdollar", "$"},
    TexSymbol{"pounds", "£"},
    TexSymbol{"textsterling", "£"},
    TexSymbol{"texteuro", "€"},
    TexSymbol{"euro", "€"},
    TexSymbol{"S", "§"},
    TexSymbol{"P", "¶"},
    TexSymbol{"TeX", "TeX"},
    TexSymbol{"LaTeX", "LaTeX"},
    TexSymbol{"space", " "},
    TexSymbol{"guillemetleft", "«"},
    TexSymbol{"guillemetright", "»"},
    TexSymbol{"flqq", "«"},
    TexSymbol{"frqq", "»"},
    TexSymbol{"guilsinglleft", "‹"},
    TexSymbol{"guilsinglright", "›"},
    TexSymbol{"glqq", "„"},
    TexSymbol{"grqq", "“"},
    TexSymbol{"quotedblbase", "„"},
    TexSymbol{"quotesinglbase", "‚"},
    TexSymbol{"textquotedbl", "\""},
    TexSymbol{"textquotesingle", "'"},
    TexSymbol{"textasciigrave", "`"},
    TexSymbol{"textasciiacute", "´"},
    TexSymbol{"textbullet", "•"},
    TexSymbol{"textperiodcentered", "·"},
    TexSymbol{"textnumero", "№"},
    TexSymbol{"textsection", "§"},
    TexSymbol{"textparagraph", "¶"},
    TexSymbol{"textmu", "µ"},
    TexSymbol{"textonehalf", "½"},
    TexSymbol{"textonequarter", "¼"},
    TexSymbol{"textthreequarters", "¾"},
    TexSymbol{"textonesuperior", "¹"},
    TexSymbol{"texttwosuperior", "²"},
    TexSymbol{"textthreesuperior", "³"},
    TexSymbol{"textpm", "±"},
    TexSymbol{"pm", "±"},
    TexSymbol{"times", "×"},
    TexSymbol{"texttimes", "×"},
    TexSymbol{"cdot", "·"},
    TexSymbol{"infty", "∞"},
    TexSymbol{"textdagger", "†"},
    TexSymbol{"dag", "†"},
    TexSymbol{"alpha", "α"},
    TexSymbol{"beta", "β"},
    TexSymbol{"gamma", "γ"},
    TexSymbol{"delta", "δ"},
    TexSymbol{"epsilon", "ε"},
    TexSymbol{"lambda", "λ"},
    TexSymbol{"mu", "μ"},
    TexSymbol{"pi", "π"},
    TexSymbol{"sigma", "σ"},
    TexSymbol{"omega", "ω"},
    TexSymbol{"Delta", "Δ"},
    TexSymbol{"Omega", "Ω"},
};

// Commands that say how text looks; what is in their braces is the text.
constexpr std::size_t command_letters_max = 40;

class TexReader {
 public:
  explicit TexReader(std::string_view tex, std::size_t nested = 0) noexcept
      : rest_(tex), nested_(nested) {}

  std::string read() && {
    while (!rest_.empty()) step();
    return has_accents_ ? base::to_nfc(out_).value_or(std::string(out_)) : std::move(out_);
  }

 private:
  void step() {
    const char c = rest_.front();
    if (c == '\\') return command();
    if (rest_.starts_with("``") || rest_.starts_with("''")) {
      out_ += c == '`' ? "“" : "”";
      return rest_.remove_prefix(2);
    }
    if (c == '~') {
      out_ += ' ';
    } else if (c == '$' && (in_formula_ || begins_formula())) {
      in_formula_ = !in_formula_;
    } else if (c != '{' && c != '}' && !(in_formula_ && (c == '^' || c == '_'))) {
      out_ += c;
    }
    rest_.remove_prefix(1);
  }

  // "$\alpha$" and "H$_2$O", not "US$ 10 e US$ 20".
  bool begins_formula() const noexcept {
    const std::string_view behind = rest_.substr(1);
    const std::size_t end = behind.find('$');
    return end != std::string_view::npos &&
           behind.substr(0, end).find_first_of("\\^_") != std::string_view::npos;
  }

  void command() {
    rest_.remove_prefix(1);
    if (rest_.empty()) return;
    const char first = rest_.front();
    if (!base::is_letter(first)) return sign(first);
    std::size_t end = 0;
    while (end < std::min(rest_.size(), command_letters_max) && base::is_letter(rest_[end])) ++end;
    const std::string_view name = rest_.substr(0, end);
    const auto* const symbol = std::ranges::find(tex_symbols, name, &TexSymbol::command);
    if (symbol != tex_symbols.end()) {
      rest_.remove_prefix(end);
      out_ += symbol->text;
      return end_command();
    }
    const auto* const named = std::ranges::find(named_accents, name, &NamedAccent::command);
    if (named != named_accents.end()) {
      rest_.remove_prefix(end);
      skip_blanks();
      return put_accent(named->mark);
    }
    const auto* const accent = std::ranges::find(tex_accents, first, &TexAccent::command);
    if (end == 1 && accent != tex_accents.end()) {
      rest_.remove_prefix(1);
      skip_blanks();
      return put_accent(accent->mark);
    }
    rest_.remove_prefix(end);
    if (put_address(name) || put_fraction(name)) return;
    // \emph{x}, \textit{x}, \it x: the text of it.
    skip_blanks();
  }

  // \url{a} is the address, \href{a}{x} the text and the address behind it. False: `name` is none
  // of them.
  bool put_address(std::string_view name) {
    const bool has_text = name == "href";
    if (!has_text && !is_address_command(name)) return false;
    const auto argument = take_tex_argument(rest_);
    if (!argument) return false;
    const std::string address = address_of_tex(*argument);
    std::string text;
    if (const auto given = has_text ? take_tex_argument(rest_) : std::nullopt) {
      if (nested_ < nested_max) text = TexReader(*given, nested_ + 1).read();
    }
    const bool says_more = !base::trim(text).empty() && text != address;
    out_ += says_more ? text + " (" + address + ")" : address;
    return true;
  }

  // \frac{1}{2} and \frac12 as "1/2"; behind a number, a blank parts both.
  bool put_fraction(std::string_view name) {
    const bool is_fraction = name == "frac" || name == "tfrac" || name == "dfrac" ||
                             name == "sfrac" || name == "nicefrac";
    if (!is_fraction || nested_ == nested_max) return false;
    if (!out_.empty() && base::is_digit(out_.back())) out_ += ' ';
    const std::string above = take_part();
    const std::string below = take_part();
    out_ += above + "/" + below;
    return true;
  }

  // What a command applies to: in braces, or the next sign.
  std::string take_part() {
    if (const auto argument = take_tex_argument(rest_)) {
      TexReader part(*argument, nested_ + 1);
      part.in_formula_ = true;
      return std::move(part).read();
    }
    skip_blanks();
    const bool is_plain = !rest_.empty() && base::is_letter_or_digit(rest_.front());
    const std::string part(rest_.substr(0, is_plain ? 1 : 0));
    rest_.remove_prefix(part.size());
    return part;
  }

  void sign(char c) {
    rest_.remove_prefix(1);
    const auto* const accent = std::ranges::find(tex_accents, c, &TexAccent::command);
    if (accent != tex_accents.end()) return put_accent(accent->mark);
    if (c == '\\' || c == ' ' || c == ',' || c == ';' || c == ':' || c == '\n') {
      out_ += ' ';
    } else if (c != '-' && c != '/' && c != '!') {
      out_ += c;
    }
  }

  // Blanks behind a command end it, and so do empty braces.
  void end_command() {
    if (rest_.starts_with("{}")) return rest_.remove_prefix(2);
    skip_blanks();
  }
  void skip_blanks() {
    rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size()));
  }

  // The letter behind: alone, in braces, or a command for one without its dot.
  void put_accent(char32_t mark) {
    std::size_t braces = 0;
    while (rest_.starts_with('{') || (braces == 0 && rest_.starts_with(' '))) {
      braces += rest_.front() == '{' ? 1U : 0U;
      rest_.remove_prefix(1);
    }
    has_accents_ = true;
    if (rest_.starts_with('\\')) {
      put_dotless(mark);
    } else if (rest_.empty() || rest_.front() == '}') {
      // \~{} is the sign itself.
      out_ += spacing_sign(mark);
    } else {
      const base::utf8::Decoded letter = base::utf8::decode(rest_);
      out_ += rest_.substr(0, std::max<std::size_t>(letter.size, 1));
      rest_.remove_prefix(std::max<std::size_t>(letter.size, 1));
      base::utf8::append(out_, mark);
    }
  }

  void put_dotless(char32_t mark) {
    for (const std::string_view letter : {"i", "j"}) {
      if (!rest_.substr(1).starts_with(letter)) continue;
      const std::string_view behind = rest_.substr(2);
      if (!behind.empty() && base::is_letter(behind.front())) continue;
      out_ += letter;
      rest_ = behind;
      base::utf8::append(out_, mark);
      return end_command();
    }
    // Another command, \"\ae for instance: its letter, and the mark on it.
    const std::size_t before = out_.size();
    if (nested_ == nested_max) return;
    ++nested_;
    command();
    --nested_;
    if (out_.size() > before) base::utf8::append(out_, mark);
  }

  static std::string_view spacing_sign(char32_t mark) noexcept {
    if (mark == 0x0303) return "~";
    if (mark == 0x0302) return "^";
    return {};
  }

  static constexpr std::size_t nested_max = 50;

  std::string_view rest_;
  std::string out_;
  bool has_accents_ = false;
  bool in_formula_ = false;
  std::size_t nested_;
};

}  // namespace

std::string text_of_tex(std::string_view tex) {
  // Most values hold nothing of it.
  if (tex.find_first_of("\\{}~`'$") == std::string_view::npos) return std::string(tex);
  return TexReader(tex).read();
}

std::string verbatim_of_tex(std::string_view tex) {
  std::string out;
  for (std::size_t i = 0; i < tex.size(); ++i) {
    const char c = tex[i];
    const bool escapes = c == '\\' && i + 1 < tex.size() && !base::is_letter(tex[i + 1]);
    if (!escapes && c != '{' && c != '}') out += c;
    if (escapes) out += tex[++i];
  }
  return out;
}

std::size_t find_outside_braces(std::string_view tex, std::string_view signs,
                                std::size_t from) noexcept {
  std::size_t depth = 0;
  for (std::size_t i = from; i < tex.size(); ++i) {
    if (tex[i] == '\\') {
      ++i;
    } else if (tex[i] == '{') {
      ++depth;
    } else if (tex[i] == '}' && depth > 0) {
      --depth;
    } else if (depth == 0 && signs.find(tex[i]) != std::string_view::npos) {
      return i;
    }
  }
  return std::string_view::npos;
}

std::size_t tex_depth(std::string_view tex) noexcept {
  std::size_t depth = 0;
  std::size_t deepest = 0;
  for (std::size_t i = 0; i < tex.size(); ++i) {
    if (tex[i] == '\\') {
      ++i;
    } else if (tex[i] == '{') {
      deepest = std::max(deepest, ++depth);
    } else if (tex[i] == '}' && depth > 0) {
      --depth;
    }
  }
  return deepest;
}

}  // namespace formats
