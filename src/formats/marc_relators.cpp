#include "formats/marc_relators.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "base/text.hpp"
#include "catalog/relator.hpp"
#include "formats/marc_text.hpp"

namespace formats {
namespace {

// The terms of one role, folded (lower case, no accents, no punctuation), between commas.
struct Role {
  std::string_view code;
  std::string_view terms;
};

constexpr std::array roles{
    Role{"abr", ",abridger,abreviador,abreviadora,"},
    Role{"act", ",actor,actress,ator,atriz,actriz,"},
    Role{"adp", ",adapter,adaptador,adaptadora,adapt,adaptacao,adaptacion,"},
    Role{"aft", ",author of afterword,posfacio,posfaciador,posfaciadora,epilogo,afterword,"},
    Role{"ann", ",annotator,anotador,anotadora,notas,annot,"},
    Role{"arc", ",architect,arquiteto,arquiteta,arquitecto,arquitecta,"},
    Role{"arr", ",arranger,arranjador,arranjadora,arreglista,arr,"},
    Role{"art", ",artist,artista,artista plastico,artista plastica,"},
    Role{"asn", ",associated name,"},
    Role{"att", ",attributed name,attributed author,autor atribuido,autora atribuida,"},
    Role{"aui",
         ",author of introduction,author of introduction etc,writer of introduction,"
         "introduction,intr,introd,introducao,introduccion,prefaciador,prefaciadora,pref,"
         "prefacio,preface,foreword,prologo,prologuista,prol,apresentacao,apresentador,"
         "apresentadora,presentacion,writer of preface,"},
    Role{"aus", ",screenwriter,roteirista,guionista,argumentista,"},
    Role{"aut",
         ",author,aut,auth,au,autor,autora,autores,coautor,coautora,co autor,co autora,"
         "co author,writer,escritor,escritora,texto,textos,text,"},
    Role{"bdd", ",binding designer,"},
    Role{"bkd", ",book designer,projeto grafico,projetista grafico,diseno,design,designer,"},
    Role{"bnd", ",binder,bookbinder,encadernador,encuadernador,"},
    Role{"bsl", ",bookseller,booksellers,livreiro,librero,"},
    Role{"clr", ",colorist,colorista,"},
    Role{"cmm", ",commentator,comentador,comentadora,comentarista,comentario,"},
    Role{"cmp", ",composer,compositor,compositora,musica,"},
    Role{"com",
         ",compiler,comp,compilador,compiladora,recopilador,recopiladora,coletor,coletora,"
         "coletanea,compilacao,compilacion,selecao,seleccion,selec,"},
    Role{"cov", ",cover designer,capista,capa,ilustrador da capa,cubierta,"},
    Role{"cph", ",copyright holder,"},
    Role{"crp", ",correspondent,correspondente,corresponsal,"},
    Role{"ctb",
         ",contributor,colaborador,colaboradora,contribuidor,contribuidora,colab,"
         "colaboracao,colaboracion,"},
    Role{"ctg", ",cartographer,cartografo,cartografa,"},
    Role{"cur", ",curator,curador,curadora,curadoria,"},
    Role{"dfd", ",defendant,reu,"},
    Role{"dnr", ",donor,doador,doadora,donante,"},
    Role{"drm", ",draftsman,desenhista,dibujante,"},
    Role{"drt", ",director,diretor,diretora,directora,"},
    Role{"dte", ",dedicatee,"},
    Role{"dub", ",supposed author,supposed auth,dubious author,autor suposto,autor presumido,"},
    Role{"edt",
         ",editor,ed,edt,eds,editors,hrsg,herausgeber,coordinator,coord,coords,coordenador,"
         "coordenadora,coordenacao,coordinador,coordinadora,coordinacion,edicao de,"},
    Role{"egr", ",engraver,engr,gravador,gravadora,grabador,grabadora,"},
    Role{"fmo", ",former owner,antigo proprietario,antigua propietaria,antiguo propietario,"},
    Role{"hnr", ",honoree,honouree,homenageado,homenageada,homenajeado,"},
    Role{"ill",
         ",illustrator,ill,illus,il,ilus,ilust,ilustrador,ilustradora,ilustracao,ilustracoes,"
         "ilustraciones,"},
    Role{"ins", ",inscriber,"},
    Role{"isb", ",issuing body,"},
    Role{"ive", ",interviewee,entrevistado,entrevistada,"},
    Role{"ivr", ",interviewer,entrevistador,entrevistadora,"},
    Role{"lbt", ",librettist,libretista,"},
    Role{"ltg", ",lithographer,lith,litografo,litografa,"},
    Role{"lyr", ",lyricist,letrista,letras,"},
    Role{"nrt", ",narrator,narrador,narradora,"},
    Role{"org", ",organizador,organizadora,organizadores,org,orgs,organizacao,organiz,organizer,"},
    Role{"pbd", ",publishing director,"},
    Role{"pbl", ",publisher,publishers,pub,editora,publicador,casa editora,"},
    Role{"pfr", ",proofreader,revisor,revisora,revisao,corrector,"},
    Role{"pht",
         ",photographer,phot,photogr,fotografo,fotografa,fot,foto,fotos,fotografia,"
         "fotografias,"},
    Role{"pra", ",praeses,"},
    Role{"prf", ",performer,interprete,"},
    Role{"prt", ",printer,printers,impressor,impressora,impresor,"},
    Role{"rsp", ",respondent,"},
    Role{"rpt", ",reporter,reporter fotografico,"},
    Role{"sgn", ",signer,"},
    Role{"spn", ",sponsor,sponsoring body,patrocinador,patrocinadora,patrocinio,"},
    Role{"ths", ",thesis advisor,orientador,orientadora,tutor de tesis,"},
    Role{"trc", ",transcriber,transcritor,transcritora,transcriptor,"},
    Role{"trl",
         ",translator,tr,trans,transl,trad,tradutor,tradutora,tradutores,traducao,traductor,"
         "traductora,traduccion,trl,versao,"},
    Role{"wde", ",wood engraver,xilografo,xilogravador,"},
};

std::string_view role_named(std::string_view folded) {
  if (folded.empty()) return {};
  const std::string wanted = "," + std::string(folded) + ",";
  const auto found = std::find_if(roles.begin(), roles.end(), [&](const Role& role) {
    return role.terms.find(wanted) != std::string_view::npos;
  });
  return found == roles.end() ? std::string_view{} : found->code;
}

// "joint author" is an author.
std::string_view without_joint(std::string_view folded) noexcept {
  for (const std::string_view prefix : {"joint ", "jt "}) {
    if (folded.starts_with(prefix)) return folded.substr(prefix.size());
  }
  return folded;
}

}  // namespace

std::string_view relator_of_term(std::string_view term) {
  const std::string folded = base::fold(term);
  const std::string_view whole = without_joint(folded);
  if (const std::string_view role = role_named(whole); !role.empty()) return role;
  // The first of two parts counts: "ed. and tr.", "comp. e trad.".
  std::size_t end = std::string_view::npos;
  for (const std::string_view conjunction : {" and ", " e ", " y "}) {
    end = std::min(end, whole.find(conjunction));
  }
  return end == std::string_view::npos ? std::string_view{} : role_named(whole.substr(0, end));
}

std::string_view relator_of_code(std::string_view code) noexcept {
  const std::size_t slash = code.rfind('/');
  if (slash != std::string_view::npos) code.remove_prefix(slash + 1);
  code = without_end_marks(code, FullStop::of_phrase);
  return catalog::is_relator(code) ? code : std::string_view{};
}

bool is_authorial(std::string_view role) noexcept {
  constexpr std::array<std::string_view, 4> authorial{"aut", "cre", "att", "dub"};
  return std::find(authorial.begin(), authorial.end(), role) != authorial.end();
}

}  // namespace formats
