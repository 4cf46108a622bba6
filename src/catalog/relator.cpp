#include "catalog/relator.hpp"

#include <cstddef>

namespace catalog {
namespace {

// Ascending, three letters and a space each.
constexpr std::string_view codes =
    "abr acp act adi adp aft anc anl anm ann ant ape apl app aqt arc ard arr art asg asn ato att "
    "auc aud aue aui aup aus aut bdd bjd bka bkd bkp blw bnd bpd brd brl bsl cad cas ccp chr clb "
    "cli cll clr clt cmm cmp cmt cnd cng cns coe col com con cop cor cos cot cou cov cpc cpe cph "
    "cpl cpt cre crp crr crt csl csp cst ctb cte ctg ctr cts ctt cur cwt dbd dbp dfd dfe dft dgc "
    "dgg dgs dis djo dln dnc dnr dpc dpt drm drt dsr dst dtc dte dtm dto dub edc edd edm edt egr "
    "elg elt eng enj etr evp exp fac fds fld flm fmd fmk fmo fmp fnd fon fpy frg gdv gis grt his "
    "hnr hst ill ilu ink ins inv isb itr ive ivr jud jug lbr lbt ldr led lee lel len let lgd lie "
    "lil lit lsa lse lso ltg ltr lyr mcp mdc med mfp mfr mka mod mon mrb mrk msd mte mtk mup mus "
    "mxe nan nrt onp opn org orm osp oth own pad pan pat pbd pbl pdr pfr pht plt pma pmn pnc pop "
    "ppm ppt pra prc prd pre prf prg prm prn pro prp prs prt prv pta pte ptf pth ptt pup rap rbr "
    "rcd rce rcp rdd red ren res rev rpc rps rpt rpy rse rsg rsp rsr rst rth rtm rxa sad sce scl "
    "scr sde sds sec sfx sgd sgn sht sll sng spk spn spy srv std stg stl stm stn str swd tad tau "
    "tcd tch ths tld tlg tlh tlp trc trl tyd tyg uvp vac vdg vfx voc wac wal wam wat waw wdc wde "
    "wfs wft wfw win wit wpr wst wts ";
constexpr std::size_t stride = 4;
constexpr std::size_t code_count = codes.size() / stride;

constexpr std::string_view code_at(std::size_t index) noexcept {
  return codes.substr(index * stride, stride - 1);
}

constexpr bool is_sorted() {
  for (std::size_t i = 1; i < code_count; ++i) {
    if (code_at(i - 1) >= code_at(i)) {
      return false;
    }
  }
  return codes.size() % stride == 0;
}
static_assert(is_sorted());

}  // namespace

bool is_relator(std::string_view code) noexcept {
  std::size_t first = 0;
  std::size_t last = code_count;
  while (first < last) {
    const std::size_t middle = first + (last - first) / 2;
    if (code_at(middle) < code) {
      first = middle + 1;
    } else {
      last = middle;
    }
  }
  return first < code_count && code_at(first) == code;
}

}  // namespace catalog
