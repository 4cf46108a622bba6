#include "formats/marc_relators.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/ascii.hpp"
#include "base/text.hpp"
#include "catalog/relator.hpp"

namespace formats {
namespace {

constexpr std::size_t relator_letters = 3;

// The terms of one role, folded (lower case, no accents, no punctuation), between commas. They are
// those of the MARC code list, of AACR2, RDA and the Regras Portuguesas de Catalogação in the forms
// and abbreviations that Brazilian and Portuguese records write, and what LC's records hold.
struct Role {
  std::string_view code;
  std::string_view terms;
};

constexpr std::array roles{
    Role{"abr",
         ",abridger,abreviador,abreviadora,resumo,condensacao,condensador,condensadora,"
         "condensado por,resumido por,abreviado por,"},
    Role{"act", ",actor,actress,ator,atriz,actriz,"},
    Role{"adi",
         ",direcao de arte,direccao de arte,diretor de arte,diretora de arte,director de arte,"
         "direcao artistica,direccao artistica,diretor artistico,director artistico,"
         "art director,"},
    Role{"adp",
         ",adapter,adaptador,adaptadora,adapt,adaptacao,adaptacion,adaptado por,adaptada por,"
         "adaptacoes,reconto,recontado por,recontador,recontadora,versao livre,"},
    Role{"aft",
         ",author of afterword,posfacio,posfaciador,posfaciadora,epilogo,afterword,posf,"
         "posfaciado por,posfacios,posfacista,autor do posfacio,autora do posfacio,"
         "writer of afterword,author of postface,"},
    Role{"ann",
         ",annotator,anotador,anotadora,notas,annot,nota,anot,anotacao,anotacoes,anotado por,"
         "comentarios e notas,"
         "writer of added commentary,writer of added notes,"},
    Role{"aqt", ",autor de citacoes,"},
    Role{"arc", ",architect,arquiteto,arquiteta,arquitecto,arquitecta,"},
    Role{"arr", ",arranger,arranjador,arranjadora,arreglista,arr,arranjo,arranjos,"},
    Role{"art",
         ",artist,artista,artista plastico,artista plastica,arte,artes,pintor,pintora,"
         "pinturas,escultor,escultora,artes plasticas,"},
    Role{"asn", ",associated name,"},
    Role{"att", ",attributed name,attributed author,autor atribuido,autora atribuida,"},
    Role{"auc", ",leiloeiro,leiloeira,"},
    Role{"aui",
         ",author of introduction,author of introduction etc,writer of introduction,"
         "introduction,intr,introd,introducao,introduccion,prefaciador,prefaciadora,pref,"
         "prefacio,preface,foreword,prologo,prologuista,prol,apresentacao,apresentador,"
         "apresentadora,presentacion,writer of preface,apres,apresent,apresentado por,"
         "autor da introducao,autora da introducao,autor do prefacio,autora do prefacio,"
         "autor da apresentacao,autora da apresentacao,autor do prologo,introd e notas,"
         "nota introd,nota introdutoria,nota previa,nota preliminar,estudo introd,"
         "estudo introdutorio,estudo preliminar,estudo previo,prefacios,prefaciado por,"
         "prefacista,proemio,texto introdutorio,texto de apresentacao,orelha,orelhas,"
         "texto da orelha,quarta capa,autor del prologo,pr,vorwort,avant propos,preambulo,"
         "author of foreword,writer of foreword,writer of added text,"},
    Role{"aus",
         ",screenwriter,roteirista,guionista,argumentista,roteiro,argumento,guiao,guion,"
         "autor do roteiro,autor do argumento,"},
    Role{"aut",
         ",author,aut,auth,au,autor,autora,autores,coautor,coautora,co autor,co autora,"
         "co author,writer,escritor,escritora,texto,textos,text,coaut,co aut,autor principal,"
         "autora principal,escrito por,texto de,textos de,autor do texto,autora do texto,"
         "poemas,contos,cronicas,"},
    Role{"bdd", ",binding designer,"},
    Role{"bkd",
         ",book designer,projeto grafico,projetista grafico,diseno,design,designer,"
         "diagramacao,diagramador,diagramadora,diagr,diagram,projecto grafico,proj graf,"
         "proj grafico,design grafico,desenho grafico,desenhador grafico,designer grafico,"
         "designer grafica,arranjo grafico,arranjos graficos,paginacao,paginador,paginadora,"
         "maquetacao,maquetizacao,maquete,maquetista,grafismo,grafista,concepcao grafica,"
         "concecao grafica,composicao grafica,orientacao grafica,programacao visual,"
         "programador visual,projeto visual,planejamento grafico,editoracao,"
         "editoracao eletronica,editoracao electronica,layout,leiaute,capa e diagramacao,"
         "capa e projeto grafico,diseno grafico,disenador grafico,"},
    Role{"bnd", ",binder,bookbinder,encadernador,encuadernador,encadernacao,enc,"},
    Role{"bsl", ",bookseller,booksellers,livreiro,librero,"},
    Role{"clr", ",colorist,colorista,cor,cores,colorizacao,colorido por,"},
    Role{"cmm",
         ",commentator,comentador,comentadora,comentarista,comentario,comentarios,"
         "comentado por,coment,"},
    Role{"cmp",
         ",composer,compositor,compositora,musica,musica de,comp musical,compositor musical,"},
    Role{"com",
         ",compiler,comp,compilador,compiladora,recopilador,recopiladora,coletor,coletora,"
         "coletanea,compilacao,compilacion,selecao,seleccion,selec,compilado por,compil,"
         "antologia,antologista,antologiador,recolha,recolhido por,coligido por,coligiu,"
         "selec e notas,sel,selecao de textos,selecionador,selecionado por,seleccionado por,"
         "reunido por,"},
    Role{"cov",
         ",cover designer,capista,capa,ilustrador da capa,cubierta,capas,capa de,"
         "desenho da capa,design da capa,design de capa,projeto da capa,projeto de capa,"
         "ilustracao da capa,ilustrador de capa,sobrecapa,arte da capa,arte de capa,"
         "fotografia da capa,foto da capa,"},
    Role{"cph", ",copyright holder,titular dos direitos,detentor dos direitos,copyright,"},
    Role{"cre", ",criador,criadora,criacao,creator,"},
    Role{"crp", ",correspondent,correspondente,corresponsal,"},
    Role{"csl", ",consultor,consultora,consultoria,consultant,assessor,assessora,assessoria,"},
    Role{"ctb",
         ",contributor,colaborador,colaboradora,contribuidor,contribuidora,colab,colaboracao,"
         "colaboracion,autor secundario,autora secundaria,part,participacao,participante,"
         "com colaboracao,contribuicao,contribuinte,"},
    Role{"ctg", ",cartographer,cartografo,cartografa,cartografia,cartogr,mapas,autor dos mapas,"},
    Role{"cur", ",curator,curador,curadora,curadoria,"},
    Role{"dfd", ",defendant,reu,"},
    Role{"dnr", ",donor,doador,doadora,donante,"},
    Role{"drm", ",draftsman,desenhista,dibujante,des,desenhos,desenho,desenhador,desenhadora,"},
    Role{"drt",
         ",director,diretor,diretora,directora,dir,direcao,direccao,direct,dirig,dirigido por,"
         "realizador,realizadora,realizacao,"},
    Role{"dst", ",distribuidor,distribuidora,distribuicao,distrib,distributor,"},
    Role{"dte", ",dedicatee,dedicatario,dedicatoria,"},
    Role{"dub",
         ",supposed author,supposed auth,dubious author,autor suposto,autor presumido,"
         "autor duvidoso,autor incerto,"},
    Role{"edt",
         ",editor,ed,edt,eds,editors,hrsg,herausgeber,coordinator,coord,coords,coordenador,"
         "coordenadora,coordenacao,coordinador,coordinadora,coordinacion,edicao de,"
         "editor literario,editora literaria,ed lit,eds lit,edit lit,ed literario,"
         "editor cientifico,editora cientifica,ed cient,editor tecnico,ed tec,"
         "editor responsavel,editor academico,editor de texto,editor chefe,edicao,"
         "edicao critica,ed critica,edicao literaria,edicao e notas,edited by,editado por,"
         "coorden,coordenado por,coord edit,coord editorial,coordenacao editorial,"
         "coordenador editorial,coordenadora editorial,coord geral,coord cient,"
         "coord cientifica,coordenacao geral,coordenacao cientifica,coordenadores,"
         "coordinadores,supervisao,supervisor,supervisora,superv,supervisao editorial,"
         "supervision,fixacao do texto,fixacao de texto,fix do texto,estabelecimento do texto,"
         "estabelecimento de texto,estab do texto,preparacao do texto,preparacao de texto,"
         "editor literary,literary editor,editores,organizador e editor,"},
    Role{"egr",
         ",engraver,engr,gravador,gravadora,grabador,grabadora,gravura,gravuras,grav,"
         "gravado por,"},
    Role{"fmo",
         ",former owner,antigo proprietario,antigua propietaria,antiguo propietario,"
         "ex proprietario,ex libris,"},
    Role{"his", ",instituicao anfitria,"},
    Role{"hnr", ",honoree,honouree,homenageado,homenageada,homenajeado,homenag,homenageados,"},
    Role{"ill",
         ",illustrator,ill,illus,il,ilus,ilust,ilustrador,ilustradora,ilustracao,ilustracoes,"
         "ilustraciones,ilustr,ilusts,ils,ilustrado por,ilustrada por,ilustracoes de,"
         "aguarelas,aquarelas,vinhetas,illustrations,quadrinista,desenhos de,desenhos e capa,"},
    Role{"ins", ",inscriber,"},
    Role{"isb", ",issuing body,entidade emissora,orgao emissor,"},
    Role{"ive", ",interviewee,entrevistado,entrevistada,"},
    Role{"ivr",
         ",interviewer,entrevistador,entrevistadora,entrev,entrevista,entrevistas,"
         "entrevistado por,"},
    Role{"lbt", ",librettist,libretista,"},
    Role{"ltg", ",lithographer,lith,litografo,litografa,litografia,litografias,"},
    Role{"lyr", ",lyricist,letrista,letras,"},
    Role{"nrt", ",narrator,narrador,narradora,narracao,narrado por,narr,locucao,locutor,locutora,"},
    Role{"org",
         ",organizador,organizadora,organizadores,org,orgs,organizacao,organiz,organizer,"
         "organ,organizado por,organizacao e notas,coorganizador,coorganizadora,coorg,"
         "organizad,organizacao geral,organizacao de,organizado,"},
    Role{"pat", ",patrono,mecenas,"},
    Role{"pbd",
         ",publishing director,direcao editorial,direccao editorial,dir edit,dir editorial,"
         "diretor editorial,diretora editorial,director editorial,direcao literaria,"
         "direccao literaria,diretor literario,director literario,dir lit,direcao da colecao,"
         "direccao da coleccao,direcao de colecao,diretor da colecao,director da coleccao,"
         "dir da col,dir col,coord da colecao,coordenacao da colecao,coordenador da colecao,"},
    Role{"pbl",
         ",publisher,publishers,pub,editora,publicador,casa editora,editora comercial,"
         "casa publicadora,editor comercial,"},
    Role{"pdr", ",diretor do projeto,coordenador do projeto,gestor do projeto,"},
    Role{"pfr",
         ",proofreader,revisor,revisora,revisao,corrector,rev,revis,revisao de texto,"
         "revisao de textos,revisao do texto,revisao de provas,revisao ortografica,"
         "revisao geral,revisao linguistica,revisao gramatical,revisor de texto,revisado por,"
         "revisto por,copidesque,copydesk,preparacao,preparador,preparadora,"
         "preparacao de originais,proof reader,"},
    Role{"pht",
         ",photographer,phot,photogr,fotografo,fotografa,fot,foto,fotos,fotografia,"
         "fotografias,fotogr,fotogs,fotografos,fotografado por,imagem,imagens,"
         "autor das fotografias,"},
    Role{"pra", ",praeses,"},
    Role{"prf", ",performer,interprete,"},
    Role{"pro", ",producao,produtor,produtora,prod,producer,"},
    Role{"prt",
         ",printer,printers,impressor,impressora,impresor,impr,impressao,tip,tipografo,"
         "tipografia,grafica,"},
    Role{"red", ",redator,redatora,redactor,redactora,redacao,redaccao,redac,"},
    Role{"res",
         ",pesquisa,pesq,pesquisador,pesquisadora,investigacao,investigador,investigadora,"
         "researcher,"},
    Role{"rpt", ",reporter,reporter fotografico,"},
    Role{"rsp", ",respondent,"},
    Role{"sad",
         ",revisao cientifica,rev cient,revisor cientifico,revisora cientifica,"
         "revisao tecnica,rev tecnica,rev tec,revisor tecnico,revisora tecnica,"
         "consultor cientifico,consultoria cientifica,assessoria cientifica,"
         "assessor cientifico,consultoria tecnica,consultor tecnico,supervisao cientifica,"
         "supervisao tecnica,supervisor cientifico,supervisor tecnico,validacao cientifica,"
         "scientific advisor,"},
    Role{"sgn", ",signer,"},
    Role{"spk", ",conferencista,palestrante,orador,oradora,speaker,"},
    Role{"spn",
         ",sponsor,sponsoring body,patrocinador,patrocinadora,patrocinio,apoio,patroc,"
         "financiador,financiadora,financiamento,funder,entidade patrocinadora,"},
    Role{"stl", ",contador de historias,contadora de historias,storyteller,"},
    Role{"ths",
         ",thesis advisor,orientador,orientadora,tutor de tesis,orient,orientacao,"
         "orientado por,orientador cientifico,orientador de tese,coorientador,coorientadora,"
         "co orientador,co orientadora,coorient,degree supervisor,"},
    Role{"trc",
         ",transcriber,transcritor,transcritora,transcriptor,transcr,transcricao,"
         "transcrito por,transcricao e notas,"},
    Role{"trl",
         ",translator,tr,trans,transl,trad,tradutor,tradutora,tradutores,traducao,traductor,"
         "traductora,traduccion,trl,versao,tradut,traduzido por,traduzida por,traducoes,vers,"
         "versao portuguesa,versao brasileira,versao de,traducao de,trad e notas,trad port,"
         "translated by,ubers,uebers,ubersetzer,traducteur,traduttore,"},
    Role{"wde", ",wood engraver,xilografo,xilogravador,"},
};

struct Term {
  std::string_view folded;
  std::string_view code;
};

std::vector<Term> sorted_terms() {
  std::vector<Term> terms;
  for (const Role& role : roles) {
    std::string_view rest = role.terms.substr(1);
    while (!rest.empty()) {
      const std::size_t comma = rest.find(',');
      terms.push_back({rest.substr(0, comma), role.code});
      rest.remove_prefix(comma + 1);
    }
  }
  std::ranges::stable_sort(terms, {}, &Term::folded);
  return terms;
}

std::string_view role_named(std::string_view folded) {
  static const std::vector<Term> terms = sorted_terms();
  const auto found = std::ranges::lower_bound(terms, folded, {}, &Term::folded);
  return found == terms.end() || found->folded != folded ? std::string_view{} : found->code;
}

// "joint author" is an author, "co-org." an "org.", "com ilustrações" are illustrations.
std::string_view without_introduction(std::string_view folded) noexcept {
  for (const std::string_view prefix : {"joint ", "jt ", "co ", "com ", "with "}) {
    if (folded.starts_with(prefix)) return folded.substr(prefix.size());
  }
  return folded;
}

// "tradutores" as "tradutor", "tradutoras" as "tradutora".
std::string_view role_named_in_any_number(std::string_view folded) {
  if (const auto role = role_named(folded); !role.empty()) return role;
  for (const std::string_view plural : {"s", "es"}) {
    if (!folded.ends_with(plural)) continue;
    const auto role = role_named(folded.substr(0, folded.size() - plural.size()));
    if (!role.empty()) return role;
  }
  return {};
}

struct TermParts {
  std::vector<std::string_view> roles;
  bool are_all_known = true;
};

// A term that is known as a whole, or its parts between commas and conjunctions.
TermParts known_parts(std::string_view term) {
  constexpr std::size_t parts_max = 10;
  constexpr std::array<std::string_view, 5> conjunctions{" and ", " e ", " y ", " et ", " und "};
  TermParts parts;
  const auto add = [&](std::string_view words) {
    const auto role = role_named_in_any_number(without_introduction(words));
    parts.are_all_known = parts.are_all_known && !role.empty();
    if (!role.empty() && std::ranges::find(parts.roles, role) == parts.roles.end()) {
      parts.roles.push_back(role);
    }
    return !role.empty();
  };
  if (add(base::fold(term))) return parts;
  parts.are_all_known = true;
  for (std::size_t count = 0; !term.empty() && count < parts_max; ++count) {
    const std::size_t end = std::min(term.find_first_of(",;/&"), term.size());
    const std::string folded = base::fold(term.substr(0, end));
    term.remove_prefix(std::min(end + 1, term.size()));
    std::string_view rest = folded;
    for (std::size_t part = 0; !rest.empty() && part < parts_max; ++part) {
      std::size_t at = rest.size();
      std::size_t size = 0;
      for (const std::string_view one : conjunctions) {
        const std::size_t found = rest.find(one);
        if (found < at) {
          at = found;
          size = one.size();
        }
      }
      add(rest.substr(0, at));
      rest.remove_prefix(at + size);
    }
  }
  parts.are_all_known = parts.are_all_known && term.empty();
  return parts;
}

// The function codes of UNIMARC (Appendix C), which Portuguese exports leave in $4.
struct FunctionCode {
  std::string_view number;
  std::string_view role;
};
constexpr std::array function_codes{
    FunctionCode{"005", "act"}, FunctionCode{"010", "adp"}, FunctionCode{"018", "ctb"},
    FunctionCode{"020", "ann"}, FunctionCode{"030", "arr"}, FunctionCode{"040", "art"},
    FunctionCode{"050", "asg"}, FunctionCode{"060", "asn"}, FunctionCode{"065", "auc"},
    FunctionCode{"070", "aut"}, FunctionCode{"072", "aqt"}, FunctionCode{"075", "aft"},
    FunctionCode{"080", "aui"}, FunctionCode{"090", "aud"}, FunctionCode{"100", "ant"},
    FunctionCode{"110", "bnd"}, FunctionCode{"120", "bdd"}, FunctionCode{"130", "bkd"},
    FunctionCode{"140", "bjd"}, FunctionCode{"150", "bpd"}, FunctionCode{"160", "bsl"},
    FunctionCode{"170", "cll"}, FunctionCode{"180", "ctg"}, FunctionCode{"190", "cns"},
    FunctionCode{"195", "cnd"}, FunctionCode{"200", "chr"}, FunctionCode{"205", "ctb"},
    FunctionCode{"210", "cmm"}, FunctionCode{"212", "cwt"}, FunctionCode{"220", "com"},
    FunctionCode{"230", "cmp"}, FunctionCode{"240", "cmt"}, FunctionCode{"245", "ccp"},
    FunctionCode{"250", "cnd"}, FunctionCode{"255", "csp"}, FunctionCode{"260", "cph"},
    FunctionCode{"270", "crr"}, FunctionCode{"273", "cur"}, FunctionCode{"275", "dnc"},
    FunctionCode{"280", "dte"}, FunctionCode{"290", "dto"}, FunctionCode{"295", "dgg"},
    FunctionCode{"300", "drt"}, FunctionCode{"305", "dis"}, FunctionCode{"310", "dst"},
    FunctionCode{"320", "dnr"}, FunctionCode{"330", "dub"}, FunctionCode{"340", "edt"},
    FunctionCode{"350", "egr"}, FunctionCode{"360", "etr"}, FunctionCode{"365", "exp"},
    FunctionCode{"370", "flm"}, FunctionCode{"380", "frg"}, FunctionCode{"390", "fmo"},
    FunctionCode{"400", "fnd"}, FunctionCode{"410", "ctb"}, FunctionCode{"420", "hnr"},
    FunctionCode{"430", "ilu"}, FunctionCode{"440", "ill"}, FunctionCode{"450", "ins"},
    FunctionCode{"460", "ive"}, FunctionCode{"470", "ivr"}, FunctionCode{"480", "lbt"},
    FunctionCode{"490", "lee"}, FunctionCode{"500", "lso"}, FunctionCode{"510", "ltg"},
    FunctionCode{"520", "lyr"}, FunctionCode{"530", "mte"}, FunctionCode{"540", "mon"},
    FunctionCode{"545", "mus"}, FunctionCode{"550", "nrt"}, FunctionCode{"555", "opn"},
    FunctionCode{"557", "orm"}, FunctionCode{"560", "org"}, FunctionCode{"570", "oth"},
    FunctionCode{"580", "ppm"}, FunctionCode{"590", "prf"}, FunctionCode{"595", "res"},
    FunctionCode{"600", "pht"}, FunctionCode{"605", "pre"}, FunctionCode{"610", "prt"},
    FunctionCode{"620", "pop"}, FunctionCode{"630", "pro"}, FunctionCode{"632", "prd"},
    FunctionCode{"635", "prg"}, FunctionCode{"637", "pdr"}, FunctionCode{"640", "pfr"},
    FunctionCode{"650", "pbl"}, FunctionCode{"651", "pbd"}, FunctionCode{"660", "rcp"},
    FunctionCode{"665", "rce"}, FunctionCode{"670", "rcd"}, FunctionCode{"673", "rth"},
    FunctionCode{"675", "rev"}, FunctionCode{"677", "rtm"}, FunctionCode{"680", "rbr"},
    FunctionCode{"690", "aus"}, FunctionCode{"695", "sad"}, FunctionCode{"700", "scr"},
    FunctionCode{"705", "scl"}, FunctionCode{"710", "red"}, FunctionCode{"720", "sgn"},
    FunctionCode{"721", "sng"}, FunctionCode{"723", "spn"}, FunctionCode{"725", "stn"},
    FunctionCode{"727", "ths"}, FunctionCode{"730", "trl"}, FunctionCode{"740", "tyd"},
    FunctionCode{"750", "tyg"}, FunctionCode{"755", "voc"}, FunctionCode{"760", "wde"},
    FunctionCode{"770", "wam"},
};

}  // namespace

// The first of two parts counts, "ed. and tr."; of other words the known ones in front count,
// "revisão da tradução". Such words never make an author: "autor da capa" is something else.
std::string_view relator_of_term(std::string_view term) {
  const std::string folded = base::fold(term);
  std::string_view words = without_introduction(folded);
  if (const auto role = role_named_in_any_number(words); !role.empty()) return role;
  for (const std::string_view conjunction : {" and ", " e ", " y ", " et ", " und "}) {
    const auto role = role_named_in_any_number(words.substr(0, words.find(conjunction)));
    if (!role.empty()) return role;
  }
  for (std::size_t space = words.rfind(' '); space != std::string_view::npos;
       space = words.rfind(' ')) {
    words = words.substr(0, space);
    const auto role = role_named_in_any_number(words);
    if (!role.empty() && !is_authorial(role)) return role;
  }
  return {};
}

std::vector<std::string_view> relators_of_term(std::string_view term) {
  std::vector<std::string_view> roles = known_parts(term).roles;
  // The part in front may be known by its first words alone: "revisão da tradução e notas".
  const std::string_view first = relator_of_term(term);
  if (!first.empty() && std::ranges::find(roles, first) == roles.end()) {
    roles.insert(roles.begin(), first);
  }
  return roles;
}

bool is_relator_term(std::string_view term) {
  const TermParts parts = known_parts(term);
  return parts.are_all_known && !parts.roles.empty();
}

std::string relator_of_code(std::string_view code) {
  const std::size_t slash = code.rfind('/');
  if (slash != std::string_view::npos) code.remove_prefix(slash + 1);
  const std::size_t begin = std::min(code.find_first_not_of(" .,"), code.size());
  std::string lower =
      base::lower_case(code.substr(begin, code.find_last_not_of(" .,:;") + 1 - begin));
  const auto* const number = std::ranges::find(function_codes, lower, &FunctionCode::number);
  if (number != function_codes.end()) return std::string(number->role);
  if (catalog::is_relator(lower)) return lower;
  return lower.size() > relator_letters ? std::string(relator_of_term(lower)) : std::string{};
}

bool is_authorial(std::string_view role) noexcept {
  constexpr std::array<std::string_view, 4> authorial{"aut", "cre", "att", "dub"};
  return std::find(authorial.begin(), authorial.end(), role) != authorial.end();
}

}  // namespace formats
