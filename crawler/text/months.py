"""Names of months, as news prints them beside a day: 1 November, 1. November, 1 de noviembre."""

from __future__ import annotations

_LANGUAGES = (
    "january february march april may june july august september october november december",
    "januar februar märz april mai juni juli august september oktober november dezember",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "januari februari maret april mei juni juli agustus september oktober november desember",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
)
_SHORT = "jan feb mar apr may jun jul aug sep oct nov dec"

MONTHS = {
    name: number
    for names in (*_LANGUAGES, _SHORT, "jänner feber . . . . . . sept . . .")
    for number, name in enumerate(names.split(), start=1)
    if name != "."
}
"""The number of each, by its name in lower case."""

NAMES = "|".join(sorted(MONTHS, key=lambda name: (-len(name), name)))
"""The names as alternatives of a regular expression."""
