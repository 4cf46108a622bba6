#include "catalog/spelling.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

namespace catalog {
namespace {

// '^' and '$' stand for the ends of the word. Of the rules that begin with the same character,
// which stand together, the first that fits counts, and what it writes is not looked at again by
// its table. Both sides are written with i for y, u for v and w.
struct Rule {
  std::string_view from;
  std::string_view to;
};

class Rules {
 public:
  explicit Rules(std::span<const Rule> rules) : rules_(rules) {
    for (std::size_t i = rules.size(); i > 0; --i) {
      first_[bucket(rules[i - 1].from.front())] = i - 1;
    }
  }

  std::string apply(std::string_view text) const {
    std::string out;
    out.reserve(text.size() + 8);
    while (!text.empty()) {
      if (const Rule* rule = find(text)) {
        out += rule->to;
        text.remove_prefix(rule->from.size());
      } else {
        out += text.front();
        text.remove_prefix(1);
      }
    }
    return out;
  }

 private:
  static std::size_t bucket(char c) noexcept { return static_cast<unsigned char>(c) % 128; }

  const Rule* find(std::string_view text) const noexcept {
    if (text.size() < 2) {
      return nullptr;
    }
    for (std::size_t i = first_[bucket(text.front())];
         i < rules_.size() && rules_[i].from.front() == text.front(); ++i) {
      // The second character refuses most: many begin a word.
      if (rules_[i].from[1] == text[1] && text.starts_with(rules_[i].from)) {
        return &rules_[i];
      }
    }
    return nullptr;
  }

  static std::array<std::size_t, 128> none() noexcept {
    std::array<std::size_t, 128> places{};
    places.fill(static_cast<std::size_t>(-1));
    return places;
  }

  std::span<const Rule> rules_;
  std::array<std::size_t, 128> first_ = none();
};

// What Greek words had, and stems whose change is no rule: `ch` is k in these stems and before
// consonants, elsewhere it is that of "chave". A capital keeps a letter that a rule would drop:
// "rapto" is not "rato".
constexpr std::array stem_rules{
    Rule{"^apt", "^aPt"},
    Rule{"^archa", "^arca"},
    Rule{"^arche", "^arke"},
    Rule{"^archi", "^arki"},
    Rule{"^assuc", "^acuc"},
    Rule{"^bacter", "^baCter"},
    Rule{"^braz$", "^bras$"},
    Rule{"^captiu", "^catiu"},
    Rule{"^capt", "^caPt"},
    Rule{"^chaos", "^caos"},
    Rule{"^charac", "^cara"},
    Rule{"^chimic", "^kimic"},
    Rule{"^choler", "^coler"},
    Rule{"^choreo", "^coreo"},
    Rule{"^chorog", "^corog"},
    Rule{"^crea", "^cria"},
    Rule{"^cript", "^criPt"},
    Rule{"^dans", "^danc"},
    Rule{"^deante", "^diante"},
    Rule{"^desh", "^dez"},
    Rule{"^echo$", "^eco$"},
    Rule{"^echos$", "^ecos$"},
    Rule{"^edade", "^idade"},
    Rule{"^egrej", "^igrej"},
    Rule{"^egua", "^igua"},
    Rule{"^exgot", "^esgot"},
    Rule{"^explend", "^esplend"},
    Rule{"^extend", "^estend"},
    Rule{"^extran", "^estran"},
    Rule{"^facc", "^faCc"},
    Rule{"^felip", "^filip"},
    Rule{"^ficc", "^fiCc"},
    Rule{"^heroe$", "^heroi$"},
    Rule{"^heru", "^eru"},
    Rule{"^ignaci", "^inaci"},
    Rule{"^inhab", "^inab"},
    Rule{"^inher", "^iner"},
    Rule{"^inhib", "^inib"},
    Rule{"^inhum", "^inum"},
    Rule{"^ioam$", "^ioao$"},
    Rule{"^jesu$", "^jesus$"},
    Rule{"^joam$", "^joao$"},
    Rule{"^laser", "^laSer"},
    Rule{"^logar", "^lugar"},
    Rule{"^machina", "^makina"},
    Rule{"^machini", "^makini"},
    Rule{"^manoel", "^manuel"},
    Rule{"^mixt", "^mist"},
    Rule{"^oec", "^ec"},
    Rule{"^oed", "^ed"},
    Rule{"^oen", "^en"},
    Rule{"^optic", "^otic"},
    Rule{"^optim", "^otim"},
    Rule{"^opt", "^oPt"},
    Rule{"^orche", "^orke"},
    Rule{"^orchi", "^orki"},
    Rule{"^pact", "^paCt"},
    Rule{"^phthis", "^tis"},
    Rule{"^psalm", "^salm"},
    Rule{"^quasi$", "^quase$"},
    Rule{"^quatorz", "^catorz"},
    Rule{"^rapt", "^raPt"},
    Rule{"^sce", "^ce"},
    Rule{"^sci", "^ci"},

    Rule{"^subdit", "^sudit"},
    Rule{"^thomaz$", "^tomas$"},
    Rule{"^tomaz$", "^tomas$"},
    Rule{"alchim", "alkim"},
    Rule{"assign", "assin"},
    Rule{"augm", "aum"},
    Rule{"bronchi", "bronki"},
    Rule{"charis", "caris"},
    Rule{"ck$", "ke$"},
    Rule{"ck", "k"},
    Rule{"epocha", "epoca"},
    Rule{"eschol", "escol"},
    Rule{"garchi", "garki"},
    Rule{"iarcha", "iarca"},
    Rule{"iarchi", "iarki"},
    Rule{"k$", "ke$"},
    Rule{"lachrim", "lagrim"},
    Rule{"lacrim", "lagrim"},
    Rule{"mechan", "mecan"},
    Rule{"narcha", "narca"},
    Rule{"narchi", "narki"},
    Rule{"opsis$", "opse$"},
    Rule{"parochi", "paroki"},
    Rule{"ph", "f"},
    Rule{"pph", "f"},
    Rule{"psiche", "psike"},
    Rule{"psichi", "psiki"},
    Rule{"psicho", "psico"},
    Rule{"rarchi", "rarki"},
    Rule{"rh", "r"},
    Rule{"rrhea", "rreia"},
    Rule{"rrh", "rr"},
    Rule{"signal", "sinal"},
    Rule{"ssu$", "cu$"},
    Rule{"subtil", "sutil"},
    Rule{"th", "t"},
    Rule{"tth", "t"},
    Rule{"zachari", "zacari"},
};

// Consonants that fell silent, and k where it is written qu.
constexpr std::array cluster_rules{
    Rule{"cque", "ke"}, Rule{"cqui", "ki"}, Rule{"cq", "q"},   Rule{"ct", "t"}, Rule{"gd", "d"},
    Rule{"mn", "n"},    Rule{"mpc", "nc"},  Rule{"mpt", "nt"}, Rule{"pc", "c"}, Rule{"pt", "t"},
    Rule{"que", "ke"},  Rule{"qui", "ki"},  Rule{"quo", "co"},
};

// Some of the first stand for themselves: "mães" is not "mais".
constexpr std::array ending_rules{
    Rule{"^caes$", "^caes$"},
    Rule{"^capitaens$", "^capitaes$"},
    Rule{"^capitaes$", "^capitaes$"},
    Rule{"^depoes$", "^depoes$"},
    Rule{"^does$", "^does$"},
    Rule{"^maes$", "^maes$"},
    Rule{"^noz$", "^noz$"},
    Rule{"^poes$", "^poes$"},
    Rule{"^uez$", "^uez$"},
    Rule{"^uoz$", "^uoz$"},
    Rule{"ae$", "ai$"},
    Rule{"aens$", "ais$"},
    Rule{"aes$", "ais$"},
    Rule{"cam$", "cao$"},
    Rule{"dea$", "deia$"},
    Rule{"deas$", "deias$"},
    Rule{"eo$", "eu$"},
    Rule{"eos$", "eus$"},
    Rule{"ez$", "es$"},
    Rule{"goa$", "gua$"},
    Rule{"goas$", "guas$"},
    Rule{"iz$", "is$"},
    Rule{"lea$", "leia$"},
    Rule{"leas$", "leias$"},
    Rule{"nam$", "nao$"},
    Rule{"nham$", "nhao$"},
    Rule{"oens$", "ois$"},
    Rule{"oes$", "ois$"},
    Rule{"oz$", "os$"},
    Rule{"sam$", "sao$"},
    Rule{"sue$", "sui$"},
    Rule{"tam$", "tao$"},
    Rule{"tue$", "tui$"},
    Rule{"uam$", "uao$"},
    Rule{"zam$", "zao$"},
    Rule{"zues$", "zuis$"},
};

constexpr std::size_t word_bytes_min = 3;
constexpr std::size_t mute_initial_h_bytes_min = 6;  // "hora" is not "ora"

bool is_vowel(char c) noexcept { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u'; }
bool is_consonant(char c) noexcept { return c >= 'b' && c <= 'z' && !is_vowel(c); }

// Empty when not all are letters a to z.
std::string plain_letters(std::string_view word) {
  std::string letters = "^";
  letters.reserve(word.size() + 2);
  for (const char c : word) {
    if (c < 'a' || c > 'z') {
      return {};
    }
    letters += c == 'y' ? 'i' : c == 'v' || c == 'w' ? 'u' : c;
  }
  letters += '$';
  return letters;
}

// One letter for each sound that is written in several ways by what stands beside it.
std::string sounds(std::string_view letters) {
  const bool keep_initial_h = letters.size() < mute_initial_h_bytes_min + 2;
  std::string out;
  out.reserve(letters.size());
  for (std::size_t i = 0; i < letters.size(); ++i) {
    const char before = out.empty() ? '^' : out.back();
    const char c = letters[i];
    const char next = i + 1 < letters.size() ? letters[i + 1] : '$';
    if (c == 'h') {
      const bool digraph = before == 'l' || before == 'n' || (before == 'c' && !is_consonant(next));
      if (digraph || (before == '^' && keep_initial_h)) {
        out += c;
      }
    } else if (c == next && c != 'r' && is_consonant(c)) {
      out += c;
      ++i;
    } else if (c == 's' && is_vowel(before) && is_vowel(next)) {
      out += 'z';
    } else if (c == 'g' && (next == 'e' || next == 'i')) {
      out += 'j';
    } else if (c == 'k' && next != 'e' && next != 'i') {
      out += 'c';
    } else if (c == 'm' && is_consonant(next) && next != 'b' && next != 'p' && next != 'n') {
      out += 'n';
    } else {
      out += c;
    }
  }
  return out;
}

// cousa/coisa, dous/dois; not where the u may stand for a v: "novo".
void write_ou_as_oi(std::string& key) noexcept {
  for (std::size_t i = 0; i + 2 < key.size(); ++i) {
    if (key[i] == 'o' && key[i + 1] == 'u' && !is_vowel(key[i + 2])) {
      key[i + 1] = 'i';
    }
  }
}

}  // namespace

std::string spelling_family(std::string_view word) {
  static const Rules stems(stem_rules);
  static const Rules clusters(cluster_rules);
  static const Rules endings(ending_rules);
  if (word.size() < word_bytes_min) {
    return {};
  }
  const std::string letters = plain_letters(word);
  if (letters.empty()) {
    return {};
  }
  std::string key = endings.apply(clusters.apply(sounds(stems.apply(letters))));
  write_ou_as_oi(key);
  return key.substr(1, key.size() - 2);
}

}  // namespace catalog
