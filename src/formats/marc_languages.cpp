#include "formats/marc_languages.hpp"

#include <array>
#include <cstddef>

#include "base/ascii.hpp"
#include "catalog/language_tag.hpp"

namespace formats {
namespace {

constexpr std::size_t entry_letters = 7;

// Sorted entries of seven characters: the MARC code, the shortest BCP 47 code (RFC 5646 section
// 2.2.1: two letters where ISO 639-1 has them), padded with blanks.
constexpr std::string_view entries =
    "aaraa  abkab  aceace achach adaada adyady afaafa afhafh afraf  ainain akaak  akkakk "
    "albsq  aleale algalg altalt amham  angang anpanp apaapa araar  arcarc argan  armhy  "
    "arnarn arparp artart arwarw asmas  astast athath ausaus avaav  aveae  awaawa aymay  "
    "azeaz  badbad baibai bakba  balbal bambm  banban baqeu  basbas batbat bejbej belbe  "
    "bembem benbn  berber bhobho bihbh  bikbik binbin bisbi  blabla bntbnt bodbo  bosbs  "
    "brabra brebr  btkbtk buabua bugbug bulbg  burmy  bynbyn cadcad caicai camkm  carcar "
    "catca  caucau cebceb celcel cescs  chach  chbchb chece  chgchg chizh  chkchk chmchm "
    "chnchn chocho chpchp chrchr chucu  chvcv  chychy cmccmc cnrcnr copcop corkw  cosco  "
    "cpecpe cpfcpf cppcpp crecr  crhcrh crpcrp csbcsb cuscus cymcy  czecs  dakdak danda  "
    "dardar dayday deldel denden deude  dgrdgr dindin divdv  doidoi dradra dsbdsb duadua "
    "dumdum dutnl  dyudyu dzodz  efiefi egyegy ekaeka ellel  elxelx engen  enmenm epoeo  "
    "eskesx espeo  estet  ethgez euseu  eweee  ewoewo fanfan faofo  farfo  fasfa  fatfat "
    "fijfj  filfil finfi  fiufiu fonfon frafr  frefr  frify  frmfrm frofro frrfrr frsfrs "
    "fryfy  fulff  furfur gaagaa gaegd  gaggl  galom  gaygay gbagba gemgem geoka  gerde  "
    "gezgez gilgil glagd  glega  glggl  glvgv  gmhgmh gohgoh gongon gorgor gotgot grbgrb "
    "grcgrc greel  grngn  gswgsw guagn  gujgu  gwigwi haihai hatht  hauha  hawhaw hebhe  "
    "herhz  hilhil himhim hinhi  hithit hmnhmn hmoho  hrvhr  hsbhsb hunhu  huphup hyehy  "
    "ibaiba iboig  iceis  idoio  iiiii  ijoijo ikuiu  ileie  iloilo inaia  incinc indid  "
    "ineine inhinh intia  ipkik  iraira iriga  iroiro islis  itait  javjv  jbojbo jpnja  "
    "jprjpr jrbjrb kaakaa kabkab kackac kalkl  kamkam kankn  karkar kasks  katka  kaukr  "
    "kawkaw kazkk  kbdkbd khakha khikhi khmkm  khokho kikki  kinrw  kirky  kmbkmb kokkok "
    "komkv  konkg  korko  koskos kpekpe krckrc krlkrl krokro krukru kuakj  kumkum kurku  "
    "kuskos kutkut ladlad lahlah lamlam lanoc  laolo  lapsmi latla  lavlv  lezlez limli  "
    "linln  litlt  lollol lozloz ltzlb  lualua lublu  luglg  luilui lunlun luoluo luslus "
    "macmk  madmad magmag mahmh  maimai makmak malml  manman maomi  mapmap marmr  masmas "
    "maxgv  mayms  mdfmdf mdrmdr menmen mgamga micmic minmin mkdmk  mkhmkh mlgmg  mltmt  "
    "mncmnc mnimni mnomno mohmoh molro  monmn  mosmos mrimi  msams  munmun musmus mwlmwl "
    "mwrmwr myamy  mynmyn myvmyv nahnah nainai napnap nauna  navnv  nblnr  ndend  ndong  "
    "ndsnds nepne  newnew niania nicnic niuniu nldnl  nnonn  nobnb  nognog nonnon norno  "
    "nqonqo nsonso nubnub nwcnwc nyany  nymnym nynnyn nyonyo nzinzi ocioc  ojioj  orior  "
    "ormom  osaosa ossos  otaota otooto paapaa pagpag palpal pampam panpa  pappap paupau "
    "peopeo perfa  phiphi phnphn plipi  polpl  ponpon porpt  prapra propro pusps  quequ  "
    "rajraj raprap rarrar roaroa rohrm  romrom ronro  rumro  runrn  ruprup rusru  sadsad "
    "sagsg  sahsah saisai salsal samsam sansa  saosm  sassas satsat sccsr  scnscn scosco "
    "scrhr  selsel semsem sgasga sgnsgn shnshn shosn  sidsid sinsi  siosio sitsit slasla "
    "slksk  slosk  slvsl  smasma smese  smismi smjsmj smnsmn smosm  smssms snasn  sndsd  "
    "snhsi  snksnk sogsog somso  sonson sotst  spaes  sqisq  srdsc  srnsrn srpsr  srrsrr "
    "ssassa ssost  sswss  suksuk sunsu  sussus suxsux swasw  swesv  swzss  sycsyc syrsyr "
    "tagtl  tahty  taitai tajtg  tamta  tartt  tattt  telte  temtem terter tettet tgktg  "
    "tgltl  thath  tibbo  tigtig tirti  tivtiv tkltkl tlhtlh tlitli tmhtmh togtog tonto  "
    "tpitpi truchk tsitsi tsntn  tsots  tswtn  tuktk  tumtum tuptup turtr  tuttut tvltvl "
    "twitw  tyvtyv udmudm ugauga uigug  ukruk  umbumb urdur  uzbuz  vaivai venve  vievi  "
    "volvo  votvot wakwak walwal warwar waswas welcy  wenwen wlnwa  wolwo  xalxal xhoxh  "
    "yaoyao yapyap yidyi  yoryo  ypkypk zapzap zblzbl zenzen zghzgh zhaza  zhozh  zndznd "
    "zulzu  zunzun zzazza ";

constexpr std::size_t entry_count = entries.size() / entry_letters;
constexpr std::string_view code_at(std::size_t index) noexcept {
  return entries.substr(index * entry_letters, marc_language_letters);
}

constexpr bool is_sorted_table() noexcept {
  for (std::size_t i = 1; i < entry_count; ++i) {
    if (code_at(i - 1) >= code_at(i)) return false;
  }
  return entries.size() % entry_letters == 0;
}
static_assert(is_sorted_table());

// Former codes, and the terminological ones of ISO 639-2, which MARC does not write.
constexpr std::string_view read_only_codes =
    "bod cam ces cym deu ell esp eth eus far fas fra fri gae gag gal gua hye int iri isl kat kus "
    "lan lap max mkd mol mri msa mya nld ron sao scc scr sho slk snh sqi sso swz tag taj tar tru "
    "tsw zho ";
// Codes that name no language, and are tags as well.
constexpr std::string_view special_codes = "mul und zxx ";

std::string_view listed_code(std::string_view list, std::string_view code) noexcept {
  const std::size_t at =
      code.size() == marc_language_letters ? list.find(code) : std::string_view::npos;
  return at == std::string_view::npos ? std::string_view{} : list.substr(at, marc_language_letters);
}

}  // namespace

std::string_view language_of_marc(std::string_view code) noexcept {
  if (code.size() < marc_language_letters) return {};
  std::array<char, marc_language_letters> lower{};
  for (std::size_t i = 0; i < marc_language_letters; ++i) {
    lower[i] = base::to_lower(code[i]);
  }
  const std::string_view wanted(lower.data(), lower.size());
  std::size_t low = 0;
  for (std::size_t high = entry_count; low < high;) {
    const std::size_t middle = low + (high - low) / 2;
    if (code_at(middle) < wanted) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == entry_count || code_at(low) != wanted) return {};
  const std::string_view tag = entries.substr(low * entry_letters + marc_language_letters,
                                              entry_letters - marc_language_letters);
  return tag.substr(0, tag.find(' '));
}

std::string_view marc_of_language(std::string_view tag) noexcept {
  const std::string_view primary = catalog::primary_language(tag);
  if (const auto special = listed_code(special_codes, primary); !special.empty()) return special;
  for (std::size_t i = 0; i < entry_count; ++i) {
    const std::string_view entry = entries.substr(i * entry_letters, entry_letters);
    const std::string_view language = entry.substr(marc_language_letters);
    const bool is_it = !primary.empty() && language.starts_with(primary) &&
                       language.find_first_not_of(' ', primary.size()) == std::string_view::npos;
    const std::string_view code = entry.substr(0, marc_language_letters);
    if (is_it && listed_code(read_only_codes, code).empty()) return code;
  }
  return {};
}

}  // namespace formats
