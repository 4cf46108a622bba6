"""What people write for one another: sounds, names, abbreviations, numbers. Made for questions.

Written from general knowledge, apart from the tables of the engine, which are what is measured.
"""

import re
from collections import defaultdict
from collections.abc import Iterator

# By language: what is written, and what is written by who has only heard it. Of words in lower
# case, ç kept, all other accents gone.
HEARD = {
    "pt": [
        *[("ss", "ç"), ("ss", "c"), ("ss", "s"), ("ç", "ss"), ("ç", "s"), ("sc(?=[ei])", "c")],
        *[("(?<=[aeiou])c(?=[ei])", "ss"), ("^c(?=[ei])", "s"), ("^s(?=[ei])", "c")],
        *[("(?<=[aeiou])s(?=[aeiou])", "z"), ("(?<=[aeiou])z(?=[aeiou])", "s")],
        *[("ch", "x"), ("^x|(?<=[aeiou])x(?=[aeou])", "ch")],
        *[("lh", "li"), ("li(?=[aou])", "lh"), ("nh", "ni"), ("ni(?=[aou])", "nh")],
        *[("qu(?=[ei])", "k"), ("c(?=[aou])", "k"), ("k", "c"), ("^h", ""), ("^(?=[aeiou])", "h")],
        *[("g(?=[ei])", "j"), ("j(?=[ei])", "g"), ("rr", "r"), ("^es(?=[tpc])", "is")],
        *[("e(?=[mns]?$)", "i"), ("o(?=s?$)", "u")],
    ],
    "es": [
        *[
            ("^h", ""),
            ("^(?=[aeiou])", "h"),
            ("b", "v"),
            ("v", "b"),
            ("ll", "y"),
            ("y(?=[aeo])", "ll"),
        ],
        *[
            ("c(?=[ei])", "s"),
            ("s(?=[ei])", "c"),
            ("z", "s"),
            ("s(?=[ao])", "z"),
            ("sc(?=[ei])", "c"),
        ],
        *[("g(?=[ei])", "j"), ("j(?=[ei])", "g"), ("qu(?=[ei])", "k"), ("c(?=[aou])", "k")],
        *[("x(?=[cpt])", "s"), ("rr", "r"), ("ñ", "ni")],
    ],
}

# One name each, in the spellings of several countries, times and transliterations; folded.
_NAMES = """
dostoevskii dostoyevsky dostoievski dostoiewski dostoevsky; tolstoi tolstoy tolstoj;
chekhov tchekhov tchekov chejov cechov; pushkin puchkin puschkin; turgenev turgueniev turgeniev;
gogol gogol'; gorky gorki gorkii; nabokov nabokoff; solzhenitsyn soljenitsin soljenitsyn;
tchaikovsky chaikovskii tchaikovski chaikovsky; stravinsky stravinskii strawinsky;
rachmaninoff rachmaninov rakhmaninov; prokofiev prokofieff prokofev; shostakovich chostakovitch;
khrushchev kruschev khruschev; trotsky trotski trotskii; bakunin bakounine; yeltsin eltsin ieltsin;
mayakovsky maiakovski maiakovskii; tsvetaeva tsvetaieva; akhmatova ajmatova; eisenstein eizenshtein;
muhammad mohammed mohamed mohammad; ahmad ahmed; husayn hussein husain hussain; hasan hassan;
yusuf youssef yousef yosef; umar omar; mustafa mustapha moustafa; ibrahim ebrahim; sulayman suleiman
sulaiman; khalid khaled; rashid rachid rasheed; abdallah abdullah; qasim kassim kasim; jamal gamal;
najib naguib; mahfuz mahfouz; amin ameen; hafiz hafez; said saeed sayid; mahmud mahmoud;
zhang chang; zhou chou; xu hsu; zhao chao; cai tsai; deng teng; jiang chiang; qian chien; zhu chu;
laozi lao-tse lao-tzu; mao mau; sun suen; lu lou; huang hwang; guo kuo;
souza sousa; luiz luis; queiroz queiros; vaz vas; moraes morais; mello melo; mattos matos;
vianna viana; motta mota; barretto barreto; philippe filipe felipe philip; affonso afonso;
raphael rafael; thereza teresa theresa; theophilo teofilo; ruy rui; lyra lira; manoel manuel;
anna ana; martha marta; arthur artur arturo; joaquim joaquin; antonio antonio; bernardes bernardez;
gomes gomez; rodrigues rodriguez; fernandes fernandez; alvares alvarez; lopes lopez; peres perez;
martins martinz; nunes nunez; mendes mendez; sanches sanchez; marques marquez; gonzalez gonzales;
jimenez gimenez ximenez; dias diaz; vasques vasquez vazquez; henriques henriquez enriquez;
ines inez; isabel izabel; elisa eliza; elisabeth elizabeth; susana suzana susanna; tomas thomas
tomaz; josefa josepha; estevao estevam; sebastiao sebastiam; cristovao christovao;
cristina christina; cristiano christiano; helena elena; heitor hector; henrique enrique;
jeronimo geronimo hieronimo; vitor victor; vitoria victoria; batista baptista; melo mello;
castelo castello; camilo camillo; otavio octavio; ivan iwan; igor igor'; leo leao; matheus mateus
mateo; mateus matheus; nicolau nicolao; nicolas nikolas
nicholas; mikhail mijail; aleksandr alexander alexandr; aleksei alexei alexey;
sergei serguei sergey; andrei andrey; dmitrii dmitri dmitry; iurii yuri yury; evgenii evgeny eugeni;
vasilii vasili vasily; grigorii grigori grigory; anatolii anatoli anatoly; nikolai nicolai nikolay;
fedor fyodor fiodor; petr pyotr piotr; pavel pawel; maksim maxim; viktor victor;
catherine katherine kathryn katharine; steven stephen stefan; phillip philip philipp; geoffrey
jeffrey; jon john; allan allen alan; clark clarke; brown browne; reid reed; smith smyth; carl karl;
eric erik; mark marc; frederick frederic fredrick; sara sarah; hanna hannah; rachel raquel; rebecca
rebeca rebekah; deborah debora; judith judite; michel michael; conrad konrad; curt kurt; ralf ralph;
rudolf rudolph; adolf adolph; josef joseph; gunther gunter guenther; schmidt schmitt schmid;
meyer meier mayer maier; hoffmann hofmann hoffman; schwarz schwartz; lowenstein loewenstein;
muller mueller; schroder schroeder; bohm boehm; kohler koehler; kruger krueger; schafer schaefer;
jager jaeger; konig koenig; goethe gothe; moller moeller; jorgensen joergensen; sorensen soerensen;
thompson thomson; nielsen nielson; petersen peterson; andersen anderson; hansen hanson;
macdonald mcdonald; mackenzie mckenzie; maclean mclean; obrien o'brien; wolf wolff wolfe;
cohen kohen; levy levi; katz kats; weiss weis; gross gros; moshe moche; yitzhak itzhak isaac;
yehuda jehuda yehudah; avraham abraham; shlomo chlomo shelomoh; hayim chaim haim; tsevi zvi;
"""


def _other_names() -> dict[str, list[str]]:
    others: dict[str, list[str]] = defaultdict(list)
    for group in _NAMES.replace("\n", " ").split(";"):
        names = [re.sub("[^a-z]", "", name) for name in group.split()]
        for name in names:
            others[name] += [n for n in names if n != name and n not in others[name]]
    return others


OTHER_NAMES = _other_names()

# Endings and letters of a name that other lands write otherwise; of folded names.
_ANY_NAME = [("ph", "f"), ("th", "t"), ("(?<=[aeiou])ll(?=[aeo]$)", "l"), ("tt(?=[aeo])", "t")]
_NAME_LETTERS = {
    "cyrillic": [
        *[("skii$", "ski"), ("skii$", "sky"), ("ii$", "y"), ("ii$", "i"), ("aia$", "aya")],
        *[("kh", "h"), ("zh", "j"), ("shch", "sch"), ("sh", "ch"), ("^iu", "yu"), ("^ia", "ya")],
        *[("ov$", "off"), ("ev$", "eff"), ("^ch|(?<=[aeiou])ch", "tch"), ("ts", "tz"), ("ks", "x")],
    ],
    "umlaut": [("a", "ae"), ("o", "oe"), ("u", "ue")],
    "iberian": [
        *_ANY_NAME,
        *[("aes$", "ais"), ("ez$", "es"), ("es$", "ez"), ("iz$", "is"), ("z$", "s"), ("y", "i")],
        *[("nn(?=[aeo])", "n"), ("^w", "v"), ("oel$", "uel"), ("ch(?=[rl])", "c"), ("ff", "f")],
    ],
    "other": [*_ANY_NAME, ("^k(?=[aou])", "c"), ("^c(?=[aou])", "k"), ("mac(?=[dkl])", "mc")],
}
CYRILLIC = {"ru", "uk", "bg", "be", "sr", "mk"}


def name_variants(name: str, umlauts: str, language: str) -> Iterator[str]:
    """Other spellings of one folded name. `umlauts`: its letters that had two dots or a stroke."""
    yield from OTHER_NAMES.get(name, [])
    kind = "cyrillic" if language in CYRILLIC else "other"
    for written, other in _NAME_LETTERS["iberian" if language in ("pt", "es") else kind]:
        changed = re.sub(written, other, name, count=1)
        if changed != name:
            yield changed
    for letter, other in _NAME_LETTERS["umlaut"]:
        if letter in umlauts:
            yield name.replace(letter, other, 1)


# By language: words that are also written short; folded word -> how it is typed.
SHORT = {
    "pt": "santo:sto.,sto santa:sta.,sta sao:s. seculo:séc.,sec seculos:sécs. dom:d. dona:d. "
    "doutor:dr.,dr doutora:dra. professor:prof.,prof professora:profa. general:gen. coronel:cel. "
    "capitao:cap. presidente:pres. senhor:sr. senhora:sra. padre:pe. frei:fr. engenheiro:eng. "
    "volume:vol. numero:n.º,nº avenida:av. companhia:cia. edicao:ed. universidade:univ. "
    "departamento:depto. tenente:ten. marechal:mal. comendador:com. historia:hist.",
    "es": "santo:sto. santa:sta. san:s. don:d. doctor:dr.,dr doctora:dra. "
    "profesor:prof. general:gral. coronel:cnel. capitan:cap. senor:sr. senora:sra. fray:fr. "
    "ingeniero:ing. volumen:vol. numero:núm.,nº compania:cía. universidad:univ. licenciado:lic. "
    "presidente:pdte. avenida:av.",
    "en": "saint:st.,st doctor:dr. professor:prof. mister:mr. general:gen. captain:capt. "
    "colonel:col. president:pres. volume:vol. number:no. company:co. university:univ. "
    "department:dept. and:& senator:sen. reverend:rev. lieutenant:lt. mount:mt. versus:vs.",
    "fr": "saint:st sainte:ste siecle:s. docteur:dr professeur:prof. monsieur:m. madame:mme "
    "volume:vol. numero:n° compagnie:cie universite:univ. general:gén. et:&",
}
# The same the other way: what titles print short; folded, as a title's words are.
LONG = {
    "pt": "sto:santo sta:santa sec:século dr:doutor dra:doutora prof:professor vol:volume "
    "gen:general cia:companhia sr:senhor pe:padre",
    "es": "sto:santo sta:santa dr:doctor dra:doctora prof:profesor vol:volumen sr:señor "
    "gral:general",
    "en": "st:saint dr:doctor mr:mister vol:volume prof:professor mt:mount gen:general "
    "capt:captain",
    "fr": "st:saint ste:sainte dr:docteur m:monsieur vol:volume",
}

_UNITS = {
    "pt": "um dois tres quatro cinco seis sete oito nove dez onze doze treze catorze quinze "
    "dezesseis dezessete dezoito dezenove vinte",
    "es": "uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince "
    "dieciseis diecisiete dieciocho diecinueve veinte",
    "en": "one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty",
    "fr": "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze "
    "seize dix-sept dix-huit dix-neuf vingt",
}
_TENS = {
    "pt": "30:trinta 40:quarenta 50:cinquenta 60:sessenta 70:setenta 80:oitenta 90:noventa 100:cem",
    "es": "30:treinta 40:cuarenta 50:cincuenta 60:sesenta 70:setenta 80:ochenta 90:noventa "
    "100:cien",
    "en": "30:thirty 40:forty 50:fifty 60:sixty 70:seventy 80:eighty 90:ninety",
    "fr": "30:trente 40:quarante 50:cinquante 60:soixante 100:cent",
}
_ORDINALS = {
    "pt": "1:primeiro 1:primeira 2:segundo 2:segunda 3:terceiro 3:terceira 4:quarto 4:quarta "
    "5:quinto 5:quinta 6:sexto 6:sexta 7:setimo 7:setima 8:oitavo 8:oitava 9:nono 9:nona 10:decimo",
    "es": "1:primero 1:primera 2:segundo 2:segunda 3:tercero 3:tercera 4:cuarto 4:cuarta 5:quinto "
    "5:quinta 6:sexto 6:sexta 7:septimo 8:octavo 9:noveno 10:decimo",
    "en": "1:first 2:second 3:third 4:fourth 5:fifth 6:sixth 7:seventh 8:eighth 9:ninth 10:tenth "
    "19:nineteenth 20:twentieth 18:eighteenth 17:seventeenth 16:sixteenth 21:twenty-first",
    "fr": "1:premier 1:premiere 2:deuxieme 3:troisieme 4:quatrieme 5:cinquieme 19:dix-neuvieme "
    "20:vingtieme",
}
_AMBIGUOUS = {"um", "uno", "un", "one", "dos"}  # articles, pronouns, Portuguese "of the"


def _cardinals(language: str) -> dict[str, int]:
    named = {word: at for at, word in enumerate(_UNITS[language].split(), start=1)}
    tens = (pair.partition(":") for pair in _TENS[language].split())
    named |= {word: int(number) for number, _, word in tens}
    return {word: number for word, number in named.items() if word not in _AMBIGUOUS}


CARDINALS = {language: _cardinals(language) for language in _UNITS}
ORDINALS = {
    language: {word: int(number) for number, _, word in (p.partition(":") for p in text.split())}
    for language, text in _ORDINALS.items()
}
_ROMAN_PARTS = [(50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")]
NUMBER_MAX = 89  # of a Roman numeral that is asked for in digits


def roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN_PARTS:
        count, number = divmod(number, value)
        text += letters * count
    return text


ROMANS = {roman(number): number for number in range(2, NUMBER_MAX)}


def ordinal_sign(word: str, number: int, language: str) -> list[str]:
    """As a person types an ordinal with a digit."""
    if language == "en":
        ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10 if number not in (11, 12, 13) else 0)
        return [f"{number}{ending or 'th'}"]
    if language == "fr":
        return [f"{number}e", f"{number}ème"]
    letter = "a" if word.endswith("a") else "o"
    return [f"{number}{'ª' if letter == 'a' else 'º'}", f"{number}{letter}"]


def written_otherwise(word: str, previous: str, language: str) -> list[str]:
    """Abbreviation, number or numeral of one folded word of a title."""
    if language not in SHORT:
        return []
    ways = []
    for table in (SHORT[language], LONG[language]):
        for pair in table.split():
            long, _, shorts = pair.partition(":")
            if word == long:
                ways += shorts.split(",")
    if word in CARDINALS[language]:
        ways.append(str(CARDINALS[language][word]))
    # "twenty-fifth" is one number.
    if word in ORDINALS[language] and previous not in CARDINALS[language]:
        ways += ordinal_sign(word, ORDINALS[language][word], language)
    # A single letter is an initial unless the word before calls for a number.
    if word in ROMANS and (len(word) > 1 or previous in CALLS_FOR_NUMBER) and word != "mi":
        ways.append(str(ROMANS[word]))
    if word.isdigit() and word[0] != "0" and 2 <= int(word) <= NUMBER_MAX:
        number = int(word)
        ways += [name for name, value in CARDINALS[language].items() if value == number]
        if previous in CALLS_FOR_NUMBER:
            ways.append(roman(number).upper())
    return ways


CALLS_FOR_NUMBER = set(
    "seculo seculos sec siglo siglos siecle century volume vol tomo parte part book livro libro "
    "guerra war pedro joao luis carlos henrique filipe afonso felipe louis henry charles".split()
)
