#include <array>
#include <cstdint>
#include <span>

#include "catalog/spelling_letters.hpp"
#include "catalog/spelling_tables.hpp"

namespace catalog::spelling {
namespace {

// '^' and '$' stand for the ends of the word. Of the rules that begin with the same two letters,
// and with '^' before them or without, the first that fits counts. What it writes is not looked at
// again by its table.
struct Rule {
  std::string_view from;
  std::string_view to;
};

class Rules {
 public:
  explicit constexpr Rules(std::span<const Rule> rules) : rules_(rules) {
    for (std::size_t i = 0; i < rules.size(); ++i) {
      ranges_[place(rules[i].from)].add(i);
    }
  }

  // What begins alike stands together, no rule hides behind a shorter one, and only those of the
  // word's ends write a letter more than they read.
  constexpr bool is_well_ordered() const {
    for (std::size_t i = 0; i < rules_.size(); ++i) {
      const std::string_view from = rules_[i].from;
      const bool may_grow = from.front() == '^' || from.back() == '$';
      if (rules_[i].to.size() > from.size() + (may_grow ? 1 : 0)) {
        return false;
      }
      const RowRange range = ranges_[place(rules_[i].from)];
      for (std::size_t j = range.begin; j < range.end; ++j) {
        if (place(rules_[j].from) != place(rules_[i].from) ||
            (j < i && rules_[i].from.starts_with(rules_[j].from))) {
          return false;
        }
      }
    }
    return true;
  }

  void apply(std::string_view text, std::string& written) const {
    LetterWriter out(written, text.size() + 2);
    while (!text.empty()) {
      if (const Rule* rule = find(text)) {
        out.add(rule->to);
        text.remove_prefix(rule->from.size());
      } else {
        out.add(text.front());
        text.remove_prefix(1);
      }
    }
  }

 private:
  static constexpr std::array<std::uint8_t, 128> bits = [] {
    std::array<std::uint8_t, 128> made{};
    std::uint8_t next = 0;
    for (const char c : std::string_view("abcdefghijklmnopqrstuvwxyz^$")) {
      made[static_cast<unsigned char>(c)] = ++next;
    }
    return made;
  }();
  static constexpr std::size_t bits_of(char c) noexcept {
    return bits[static_cast<std::size_t>(c) % bits.size()];
  }
  static constexpr std::size_t places_of_pairs = std::size_t{32} * 32;
  static constexpr std::size_t place(std::string_view text) noexcept {
    const bool is_begin = text[0] == '^' && text.size() > 2;
    const std::size_t at = is_begin ? 1 : 0;
    return (at * places_of_pairs) + (bits_of(text[at]) * 32) + bits_of(text[at + 1]);
  }

  const Rule* find(std::string_view text) const noexcept {
    if (text.size() < 2) {
      return nullptr;
    }
    const RowRange range = ranges_[place(text)];
    for (std::size_t i = range.begin; i < range.end; ++i) {
      if (text.starts_with(rules_[i].from)) {
        return &rules_[i];
      }
    }
    return nullptr;
  }

  std::span<const Rule> rules_;
  std::array<RowRange, 2 * places_of_pairs> ranges_{};
};

// What Greek and Hebrew words had, and stems whose change is no rule: `ch` is k in these stems and
// before consonants, elsewhere it is that of "chave". A capital keeps a letter that a rule would
// change: "rapto" is not "rato", "coser" not "cozer".
constexpr std::array stem_rules{
    Rule{"^achab", "^acab"},
    Rule{"^achai", "^acai"},
    Rule{"^achaz$", "^acaz$"},
    Rule{"^acher", "^aker"},
    Rule{"^achil", "^akil"},
    Rule{"^adeant", "^adiant"},
    Rule{"^anachor", "^anacor"},
    Rule{"^ancied", "^ansied"},
    Rule{"^ancios", "^ansios"},
    Rule{"^apt", "^aPt"},
    Rule{"^arch", "^ark"},
    Rule{"^assoug", "^acoug"},
    Rule{"^assuc", "^acuc"},
    Rule{"^assud", "^acud"},
    Rule{"^asthm", "^asm"},
    Rule{"^bacter", "^baCter"},
    Rule{"^brachi", "^braki"},
    Rule{"^braz$", "^bras$"},
    Rule{"^calchas", "^calcas"},
    Rule{"^cans", "^canc"},
    Rule{"^captiv", "^cativ"},
    Rule{"^capt", "^caPt"},
    Rule{"^catechism", "^catecism"},
    Rule{"^catech", "^catek"},
    Rule{"^catheki", "^cateci"},
    Rule{"^chalc", "^calc"},
    Rule{"^chald", "^cald"},
    Rule{"^chaos", "^caos"},
    Rule{"^charac", "^cara"},
    Rule{"^charon", "^caron"},
    Rule{"^charta", "^carta"},
    Rule{"^charto", "^carto"},
    Rule{"^chartu", "^cartu"},
    Rule{"^chers", "^kers"},
    Rule{"^cherub", "^kerub"},
    Rule{"^chimer", "^kimer"},
    Rule{"^chimic", "^kimic"},
    Rule{"^chiro", "^kiro"},
    Rule{"^chirur", "^cirur"},
    Rule{"^chole", "^cole"},
    Rule{"^choral", "^coral"},
    Rule{"^chord", "^cord"},
    Rule{"^chorea", "^corea"},
    Rule{"^choreo", "^coreo"},
    Rule{"^chorist", "^corist"},
    Rule{"^chorog", "^corog"},
    Rule{"^cincoent", "^cinquent"},
    Rule{"^colchi", "^colki"},
    Rule{"^cosed", "^coSed"},
    Rule{"^coser", "^coSer"},
    Rule{"^cosid", "^coSid"},
    Rule{"^cout", "^coUt"},
    Rule{"^crea", "^cria"},
    Rule{"^crens", "^crenc"},
    Rule{"^cript", "^criPt"},
    Rule{"^dans", "^danc"},
    Rule{"^deante", "^diante"},
    Rule{"^desegual", "^desigual"},
    Rule{"^desh", "^dez"},
    Rule{"^despens", "^despeNs"},
    Rule{"^dezano", "^dezeno"},
    Rule{"^dezase", "^dezesse"},
    Rule{"^dezasse", "^dezesse"},
    Rule{"^dezese", "^dezesse"},
    Rule{"^echid", "^ekid"},
    Rule{"^echin", "^ekin"},
    Rule{"^echo$", "^eco$"},
    Rule{"^echoa", "^ecoa"},
    Rule{"^echos$", "^ecos$"},
    Rule{"^edade", "^idade"},
    Rule{"^edos", "^idos"},
    Rule{"^egoai", "^iguai"},
    Rule{"^egoal", "^igual"},
    Rule{"^egrej", "^igrej"},
    Rule{"^eguai", "^iguai"},
    Rule{"^egual", "^igual"},
    Rule{"^enharm", "^enarm"},
    Rule{"^epoch", "^epok"},
    Rule{"^exgot", "^esgot"},
    Rule{"^explend", "^esplend"},
    Rule{"^extend", "^estend"},
    Rule{"^extran", "^estran"},
    Rule{"^ezech", "^ezek"},
    Rule{"^facc", "^faCc"},
    Rule{"^felip", "^filip"},
    Rule{"^ficc", "^fiCc"},
    Rule{"^heroe$", "^heroi$"},
    Rule{"^heru", "^eru"},
    Rule{"^herv", "^erv"},
    Rule{"^huma$", "^uma$"},
    Rule{"^humas$", "^umas$"},
    Rule{"^ignaci", "^inaci"},
    Rule{"^ignes$", "^ines$"},
    Rule{"^ignez$", "^ines$"},
    Rule{"^inapt", "^inaPt"},
    Rule{"^inchoa", "^incoa"},
    Rule{"^inhab", "^inab"},
    Rule{"^inhal", "^inal"},
    Rule{"^inher", "^iner"},
    Rule{"^inhib", "^inib"},
    Rule{"^inhosp", "^inosp"},
    Rule{"^inhum", "^inum"},
    Rule{"^intens", "^inteNs"},
    Rule{"^inuict", "^inuiCt"},
    Rule{"^ioam$", "^ioao$"},
    Rule{"^jesu$", "^jesus$"},
    Rule{"^joam$", "^joao$"},
    Rule{"^kipr", "^chipr"},
    Rule{"^lacta", "^laCta"},
    Rule{"^lacto", "^laCto"},
    Rule{"^lans", "^lanc"},
    Rule{"^laser", "^laSer"},
    Rule{"^laurad", "^lavrad"},
    Rule{"^lichen", "^liken"},
    Rule{"^logar", "^lugar"},
    Rule{"^machab", "^macab"},
    Rule{"^machiav", "^makiav"},
    Rule{"^machin", "^makin"},
    Rule{"^manoel", "^manuel"},
    Rule{"^mechan", "^mecan"},
    Rule{"^michael", "^micael"},
    Rule{"^mixt", "^mist"},
    Rule{"^nazareth$", "^nazare$"},
    Rule{"^oec", "^ec"},
    Rule{"^oed", "^ed"},
    Rule{"^oen", "^en"},
    Rule{"^optic", "^otic"},
    Rule{"^optim", "^otim"},
    Rule{"^opt", "^oPt"},
    Rule{"^orche", "^orke"},
    Rule{"^orchi", "^orki"},
    Rule{"^pact", "^paCt"},
    Rule{"^phth", "^t"},
    Rule{"^psal", "^sal"},
    Rule{"^pulcher", "^pulker"},
    Rule{"^quasi$", "^quase$"},
    Rule{"^quatorz", "^catorz"},
    Rule{"^rachel", "^rakel"},
    Rule{"^rachit", "^rakit"},
    Rule{"^rapt", "^raPt"},
    Rule{"^rept", "^rePt"},
    Rule{"^reses$", "^reSes$"},
    Rule{"^ruth$", "^rute$"},
    Rule{"^sce", "^ce"},
    Rule{"^sche", "^eske"},
    Rule{"^schi", "^eski"},
    Rule{"^sch", "^esc"},
    Rule{"^sci", "^ci"},
    Rule{"^septo", "^sePto"},
    Rule{"^similh", "^semelh"},
    Rule{"^sinecdoch", "^sinedok"},
    Rule{"^sph", "^esf"},
    Rule{"^sth", "^est"},
    Rule{"^subdit", "^sudit"},
    Rule{"^subtis$", "^sutis$"},
    Rule{"^suiss", "^suic"},
    Rule{"^taboa$", "^tabua$"},
    Rule{"^taboas$", "^tabuas$"},
    Rule{"^tacheo", "^takeo"},
    Rule{"^tachic", "^takic"},
    Rule{"^tachig", "^takig"},
    Rule{"^tachim", "^takim"},
    Rule{"^thomaz$", "^tomas$"},
    Rule{"^tomaz$", "^tomas$"},
    Rule{"^trache", "^trake"},
    Rule{"^trochai", "^trocai"},
    Rule{"^trocheo", "^trokeo"},
    Rule{"^zach", "^zak"},
    Rule{"alachi", "alaki"},
    Rule{"alchim", "alkim"},
    Rule{"antioch", "antiok"},
    Rule{"assign", "assin"},
    Rule{"augm", "aum"},
    Rule{"branchi", "branki"},
    Rule{"bronch", "bronk"},
    Rule{"buchod", "bucod"},
    Rule{"cche", "ke"},
    Rule{"cchi", "ki"},
    Rule{"cch", "c"},
    Rule{"charis", "caris"},
    Rule{"ck$", "ke$"},
    Rule{"ck", "k"},
    Rule{"earch", "eark"},
    Rule{"elchis", "elkis"},
    Rule{"emach", "emac"},
    Rule{"ericho", "erico"},
    Rule{"eucho", "euco"},
    Rule{"garch", "gark"},
    Rule{"iarch", "iark"},
    Rule{"imach", "imac"},
    Rule{"immacho", "imaco"},
    Rule{"k$", "ke$"},
    Rule{"lachrim", "lagrim"},
    Rule{"lacrim", "lagrim"},
    Rule{"lanchol", "lancol"},
    Rule{"lharmon", "larmon"},
    Rule{"mechan", "mecan"},
    Rule{"monach", "monac"},
    Rule{"nacher", "naker"},
    Rule{"narch", "nark"},
    Rule{"oachi", "oaki"},
    Rule{"omach", "omac"},
    Rule{"opsis$", "opse$"},
    Rule{"palaur", "palavr"},
    Rule{"paroch", "parok"},
    Rule{"phtheg", "teg"},
    Rule{"phthong", "tong"},
    Rule{"ph", "f"},
    Rule{"pochond", "pocond"},
    Rule{"pph", "f"},
    Rule{"psich", "psik"},
    Rule{"rarch", "rark"},
    Rule{"rh", "r"},
    Rule{"rrhea", "rreia"},
    Rule{"rrh", "rr"},
    Rule{"sche", "ske"},
    Rule{"schi", "ski"},
    Rule{"sch", "sc"},
    Rule{"signae", "sinai"},
    Rule{"signal", "sinal"},
    Rule{"ssu$", "cu$"},
    Rule{"subtil", "sutil"},
    Rule{"tarch", "tark"},
    Rule{"th$", "tH$"},
    Rule{"th", "t"},
    Rule{"trichi", "triki"},
    Rule{"tth", "t"},
    Rule{"umachi", "umaki"},
    Rule{"xarch", "xark"},
};

// Consonants that fell silent, and k where it is written qu.
constexpr std::array cluster_rules{
    Rule{"cque", "ke"}, Rule{"cqui", "ki"}, Rule{"cq", "q"},   Rule{"ct", "t"}, Rule{"gd", "d"},
    Rule{"mn", "n"},    Rule{"mpc", "nc"},  Rule{"mpt", "nt"}, Rule{"pc", "c"}, Rule{"pt", "t"},
    Rule{"que", "ke"},  Rule{"qui", "ki"},  Rule{"quo", "co"},
};

constexpr Rules stems(stem_rules);
constexpr Rules clusters(cluster_rules);
static_assert(stems.is_well_ordered() && clusters.is_well_ordered());

}  // namespace

void write_stems(std::string_view letters, std::string& out) { stems.apply(letters, out); }

void write_clusters(std::string_view sounds, std::string& out) { clusters.apply(sounds, out); }

}  // namespace catalog::spelling
