/**
 * Judges digits in running text by the words and characters around them: a part of a URL, an amount, a date or an invoice number is
 * no phone number, even where a country has such numbers. Precision goes before recall: a number that is missed can still
 * be copied, and one that is called by mistake disturbs somebody.
 */
// cspell:disable -- words of nine languages

/** A candidate with its surroundings, as `toScannableText` writes them. */
export interface NumberInText {
  readonly before: string;
  readonly text: string;
  readonly after: string;
}

/** Letters of scripts that set no space between words. */
const unspaced = "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Thai}";
const numberWord = "(?:no|nr|num|number|nummer|numero|numéro|número|numer|n\\.?[°ºo]?|№|id|番号|#)";

/** Names of departments that answer calls, in which words are that label other figures: "Service client : 0800 …". */
const departments =
  /service[\s-]?clients?|(?:customer|client|member|patient)[\s-](?:service|support|care|relations)s?|kunde(?:n)?(?:service|support|senter|center|tjänst|dienst|betreuung)|asiakaspalvelu|klantenservice|atención al (?:cliente|socio|paciente)|servizio clienti|assistenza clienti|obsług[ai] klienta|biuro obsługi klienta|apoio ao cliente|お客様(?:センター|サポート|相談室|窓口)/giu;

/** Ends right before a number that is to be called, or has such a word within a few words. */
const phoneWords = new RegExp(
  "(?<!\\p{L})(?:" +
    [
      "t(?:el|lf|lph|él)\\p{L}*|(?:mobil|handy|festnetz)\\p{L}*|mob|gsm|fon|phones?|telephone|cell|call|dial|ring|ringe|ringer|text|sms|whatsapp|(?:tele)?fax\\p{L}*|faks\\p{L}*|kontakt(?:nummer|nr)",
      "hot-?line|helpline|switchboard|durchwahl|anruf\\p{L}*|rufen|rufnummer|service-?nummer|zentrale|sentralbord|vakttelefon|døgntelefon",
      "appel\\p{L}*|portable|standard|joindre|llam\\p{L}*|móvil|celular|centralita|chiam\\p{L}*|cell(?:ulare)?|centralino|numero verde",
      "zadzwoń|dzwoń|dzwonić|kom|komórk\\p{L}*|stacjonarn\\p{L}*|infolinia|puh|matkapuhelin|soita|ligue|ligar|telemóvel|bel|nås",
      "(?:t|m|p|f|w|h|d)(?=[.:]\\s*[(]*$)",
    ].join("|") +
    `)(?!\\p{L})|電話|携帯|お?問い?合わ?せ|連絡先|フリーダイヤル|ファックス|☎|📞|📱|✆|전화|电话|هاتف`,
  "giu",
);

/** Names something else, right before the number, perhaps with "no." or "is" between. */
const otherLabel = new RegExp(
  "(?:^|[^\\p{L}\\p{N}]|(?<=\\p{L}))(?:" +
    [
      "invoice|order|po|project|page|paragraph|section|chapter|voucher|protocol|timestamp|epoch|unix|utc|iso|din|barcode|booking|reservation|ref|reference|case|ticket|account|acct|customer|client|member(?:ship)?|patient|tracking|parcel|shipment|serial|part|item|article|product|model|version|build|rev|release|licen[cs]e|policy|passport|population|total|sum|amount|balance|price|revenue|budget|cost|since|isbn|issn|ean|gtin|upc|sku|imei|iban|bic|blz|vat|tax|ein|ssn|doi|pmid|pin|code|zip|p\\.?\\s?o\\.?\\s?box|lat|lon|lng|gps|coordinates?|position",
      "rg|rechnung|projekt|seite|absatz|beleg|kto|kd|hrb|bestellung|bestell|auftrag|buchung|vorgang|aktenzeichen|az|konto|kunde|kunden|mitglied|sendung|sendungs|paket|serien|artikel|art|modell|steuer|ust|ust-id|betrag|summe|gesamt|preis|umsatz|plz|postfach|seriennummer|position|versicherung",
      "faktura|prosjekt|side|bilag|gnr|bnr|fakturaen|faktura|ordre|ordren|bestilling|referanse|saks?|sak|kunde|konto|kontonummer|kid|org|orgnr|organisasjons|organisasjonsnummer|fødsels|fødselsnummer|personnummer|personnr|varenr|vare|sporings?|sporing|serie|beløp|beløb|sum|totalt|pris|postboks|medlems?|polise|cvr|gnr|innbyggere",
      "facture|projet|page|cde|code|commande|réservation|référence|réf|dossier|compte|colis|suivi|série|modèle|montant|somme|prix|total|siret|siren|tva|nir|adhérent|contrat|boîte postale|bp|budget",
      "factura|proyecto|página|pág|exp|cuenta|código|cód|pedido|reserva|referencia|expediente|cuenta|envío|seguimiento|serie|modelo|importe|suma|precio|nif|cif|dni|nie|socio|contrato|apartado|presupuesto",
      "fattura|progetto|pagina|pag|cod|prot|protocollo|ordine|prenotazione|riferimento|rif|pratica|conto|spedizione|seriale|modello|importo|somma|prezzo|totale|p\\.?\\s?iva|partita iva|codice|codice fiscale|cf|contratto|casella postale|bilancio",
      "zamówieni[ea]|projekt|strona|str|rezerwacj[ai]|sprawa|sprawy|konta|rachunku|rachunek|klienta|przesyłk[ai]|paczk[ai]|seryjny|kwota|suma|cena|nip|regon|pesel|krs|umow[ay]|polis[ay]|skrytka|wersja",
      "請求書|注文|予約|受付|会員|顧客|口座|伝票|追跡|製造|型番|品番|法人|金額|合計|価格|郵便|バージョン|発行|登録",
    ].join("|") +
    `)(?:s|n|en|s?-)?[\\s.\\-_]*${numberWord}?[\\s.]*(?:is|was|er|ist|lautet|est|es|è|to|jest|は|が)?(?:\\s[A-Z]{2})?[\\s.:=：#(]*$`,
  "iu",
);
/** "No." alone: a number of something. */
const bareNumberWord = new RegExp(`(?:^|[^\\p{L}])${numberWord}[\\s.:]*$`, "iu");

/** Money, measures and counts. A single letter may be short for "mobile" or "home". */
const unitAfter = new RegExp(
  "^\\s?(?:" +
    [
      "kr|kroner|kronor|øre|nok|sek|dkk|isk|eur|euros?|usd|dollars?|us\\$|gbp|pounds?|chf|franken|francs?|pln|zł|złotych|jpy|cny|rub|inr|円|ドル|ユーロ|元|원",
      "[€$£¥₹₽₩%‰°²³]|percent|prosent|prozent|pour cent|por ciento|per cento|procent|pct",
      "km|miles?|mi|cm|mm|kg|mg|ml|kwh|mwh|gwh|kw|mw|hz|khz|mhz|ghz|px|kb|mb|gb|tb|kib|mib|gib|bytes?|bits?|octets?|bajtów|rpm|m²|m2|m³|kvm|ha|hektar|acres?|meters?|metres?|meter|mètres|metros|metri|metrów|tons?|tonn|tonnen?|tonnes",
      "stk|stück|pcs|pieces|units|enheter|einheiten|unités|unidades|unità|sztuk|szt|stykker|people|persons|personer|personen|personnes|personas|persone|osób|ludzi|mennesker|users|brukere|nutzer|utilisateurs|usuarios|utenti|użytkowników|members|medlemmer|inhabitants|innbyggere|einwohner|habitants|habitantes|abitanti|mieszkańców|views|visninger|aufrufe|vues|visitas|visualizzazioni|wyświetleń|downloads|votes|stemmer|stimmen|rows|records|lines|files|steps|shares|aksjer|aktien|actions|acciones|azioni|akcji",
      "million(?:s|en|er)?|millones|milioni|milion(?:y|ów)|mill|mio|mrd|milliards?|millard\\p{L}*|miliard\\p{L}*|billion|tusen|tausend|thousand|mille|mil|tysi\\p{L}*",
      "uhr|hours?|hrs|o['’]clock|a\\.?m|p\\.?m|minutes?|minutter|minuten|seconds?|sekunder|sekunden|years?|år|jahre|ans|años|anni|lat|days|dager|tage|jours|días|giorni|dni",
      "人|件|個|台|枚|本|名|回|年|歳|万|億|匹|冊|株|票|歩|行",
    ].join("|") +
    ")(?![\\p{Script=Latin}])",
  "iu",
);
const amountBefore =
  /(?:[€$£¥₹₽₩]|(?<![\p{L}])(?:kr|nok|sek|dkk|isk|eur|euro|usd|gbp|chf|pln|jpy|ca|circa|about|approx|über|over|rund|omkring|environ|unos|około))[\s.]*$/iu;

const openingPunctuation = /^[([{<"'“”„‘’‚«»‹›*•>|]*$/u;
const closingPunctuation = /^[)\]}>"'“”’»›*|.,;:!?…]*(?:$|\s)/u;
const attachedLabel = /(?:^|[([{"'“„«>|])\p{L}[\p{L}.-]*[:.][("'[]*$/u;
const endsUnspaced = new RegExp(`[${unspaced}：（「『、。・〒]$`, "u");
const startsUnspaced = new RegExp(`^[${unspaced}）」』、。・]`, "u");
/** A list without spaces: `90000002,90000003`. */
const listBefore = /(?:^|[\s(,;|])\+?\d(?:[ ().-]{0,2}\d){6,}[,;|/]$/;
const listAfter = /^[,;|/]\+?\d(?:[ ().-]{0,2}\d){6,}(?!\d|[.,]\d{1,2}(?![\d ]))/;

const dates = [
  /^\(?\d{4}([-./])\d{1,2}\1\d{1,2}\)?$/,
  /^\(?\d{1,2}([-./])\d{1,2}\1(?:\d{4}|\d{2})\)?$/,
  // Ranges: 22.-24.11.2026, 01.02-03.04, 12/03 - 14/03, 1990-2010.
  /^\d{1,2}\.?\s?-\s?\d{1,2}\.\s?\d{1,2}\.?(?:\s?\d{2,4})?$/,
  /^\d{1,2}([./])\d{1,2}\.?\s?-\s?\d{1,2}\1\d{1,2}\.?(?:\1?\s?\d{2,4})?$/,
  /^\d{1,2}([./])\d{1,2}\1\d{2,4}\s?-\s?\d{1,2}\1\d{1,2}\1\d{2,4}$/,
  /^(?:1[5-9]|20)\d\d\s?[-/]\s?(?:(?:1[5-9]|20)\d\d|\d\d)$/,
  /^(?:(?:1[5-9]|20)\d\d[\s-]+)+(?:1[5-9]|20)\d\d$/,
  // Date with time of day: 2026-11-22 17.30, 22.11.2026 1730.
  /^\d{4}-\d{2}-\d{2}[\sT]\d{1,2}(?:\.?\d{2})?$/,
  /^\d{1,2}([./])\d{1,2}\1\d{2,4}\s+\d{1,2}(?:\.?\d{2})?$/,
];
/** 20261122, as file names and logs write a date. */
const compactDate = /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:\d{4}|\d{6})?$/;
const hours = [/^(?:[01]?\d|2[0-4])[.\s]?[0-5]\d\s?-\s?(?:[01]?\d|2[0-4])[.\s]?[0-5]\d$/];
/** 12 345 678 and 1.250.000, but for numbers in three groups of three, which many countries write so. */
const thousands = /^\d{1,3}(?:([ .])\d{3})(?:\1\d{3})*$/;
const ranges = /^(\d{1,3}(?:[ .]\d{3})+)\s?-\s?\d{1,3}(?:[ .]\d{3})+$/;
const address = /^\d{1,3}(?:\.\d{1,3}){3}$/;
const decimal = /^-?\d{1,3}\.\d{4,}/;

/** Whether the character before or after belongs to the same word, file name, address or amount. */
function isPartOfToken({ before, after }: NumberInText): boolean {
  const pre = /\S*$/.exec(before)?.[0] ?? "";
  const post = /^\S*/.exec(after)?.[0] ?? "";
  const isFree =
    openingPunctuation.test(pre) ||
    attachedLabel.test(pre) ||
    endsUnspaced.test(pre) ||
    listBefore.test(before) ||
    pre === "☎" ||
    pre === "📞";
  if (!isFree) return true;
  // `Storgata 5, 900…`, `1,250 000`: what ends in a digit and a comma goes on here.
  if (/\d[.,:]$/.test(pre) && !listBefore.test(before)) return true;
  if (post === "" || startsUnspaced.test(post) || listAfter.test(after)) return false;
  if (/^[.,:]\d/.test(post)) return true;
  return !closingPunctuation.test(post) && !/^\(\p{L}/u.test(post);
}

function hasOtherShape(text: string): boolean {
  const plain = text.replace(/\u200b/g, "").trim();
  return (
    dates.some((each) => each.test(plain)) ||
    hours.some((each) => each.test(plain)) ||
    ranges.test(plain) ||
    decimal.test(plain) ||
    address.test(plain)
  );
}

const groupsOf = (text: string): string => text.replace(/\D+/g, " ").trim();

/** Whether spaces and hyphens, or dots, group the same digits. */
function hasMixedSeparators(text: string): boolean {
  const separators = text.replace(/\s?[()]\s?/g, "").match(/[ .-]/g) ?? [];
  return new Set(separators).size > 1;
}

/** `Policennummer`, `Medlemsnr.`, `管理番号`: the number of something that has a number. */
const compoundLabel = /\p{L}(?:nummer|nr|番号)[.:：\s]*$/iu;
/** Ends in a word, which may be set off by a colon or a dot. */
const namingWord = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]{2,}[.:]?\s+$/u;
/** Words between a sentence and its number. */
const connective =
  /(?<!\p{L})(?:at|on|to|or|and|is|via|på|til|eller|og|och|auf|an|unter|oder|und|al|au|ou|et|le|o|y|e|ó|lo|allo|pod|lub|i|tai|ja|of|en|naar)\s+$/iu;

/** Whether the words before say that it is a phone number. */
function isNamedPhone(before: string): boolean {
  const near = before.slice(-40);
  const [last] = [...near.matchAll(phoneWords)].slice(-1);
  if (last === undefined) return false;
  // Words may stand between, but no other figures.
  return !/\d/.test(near.slice(last.index + last[0].length));
}

/**
 * Whether digits that are a valid number of a country are meant as one where they are written.
 *
 * @param isGlobal whether they have a country code, which little else has
 * @param national the number as its country writes it
 */
export function isMeantAsNumber(candidate: NumberInText, isGlobal: boolean, national: string): boolean {
  const { text, after } = candidate;
  if (isPartOfToken(candidate)) return false;
  if (isGlobal) return !/^\s?(?:[€$£¥%‰]|(?:kr|nok|sek|dkk|eur|euro|usd|zł|pln|円)(?!\p{L}))/iu.test(after);
  if (hasOtherShape(text)) return false;
  const before = candidate.before.replace(departments, "☎");
  const isNamed = isNamedPhone(before);
  if (/^-\s?\d/.test(after) || /\d\s?-\s?$/.test(before)) return false;
  // A sum, or what a sign makes of the digits.
  if (/[=<>≈×÷*+~]\s*$/.test(before)) return false;
  if (unitAfter.test(after) || amountBefore.test(before)) return false;
  if (otherLabel.test(before)) return false;
  if (isNamed) return true;
  if (bareNumberWord.test(before) || /§\s*$/.test(before)) return false;
  const plain = text.replace(/\u200b/g, "");
  const isUsualGrouping = groupsOf(plain) === groupsOf(national);
  if (compactDate.test(plain)) return false;
  if (thousands.test(plain) && !isUsualGrouping && !/^\d{3}(?:[ .]\d{3}){2,3}$/.test(plain)) return false;
  // A slash sets an area code apart where a number is named as one; elsewhere it is a file number or a fraction.
  if (plain.includes("/")) return false;
  if (hasMixedSeparators(plain) && !hasMixedSeparators(national)) return false;
  // `Projekt 22334455`: digits without the groups of a number are what the word before them names.
  if (compoundLabel.test(before)) return false;
  const hasGroups = /\d\D+\d/.test(plain);
  return hasGroups || !namingWord.test(before) || connective.test(before);
}
