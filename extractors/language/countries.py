"""Names of countries in English → ISO 3166 code (ixt-sec:countrynameen)."""

from __future__ import annotations

import re

from extractors.language.names import words

_ROWS = """
AF Afghanistan|AX Aland Islands|AL Albania|DZ Algeria|AS American Samoa|AD Andorra|AO Angola
AI Anguilla|AQ Antarctica|AG Antigua and Barbuda|AR Argentina|AM Armenia|AW Aruba|AU Australia
AT Austria|AZ Azerbaijan|BS Bahamas|BH Bahrain|BD Bangladesh|BB Barbados|BY Belarus|BE Belgium
BZ Belize|BJ Benin|BM Bermuda|BT Bhutan|BO Bolivia|BQ Bonaire, Sint Eustatius and Saba
BA Bosnia and Herzegovina|BW Botswana|BV Bouvet Island|BR Brazil|BR Brasil
IO British Indian Ocean Territory|BN Brunei Darussalam|BG Bulgaria|BF Burkina Faso|BI Burundi
CV Cabo Verde|KH Cambodia|CM Cameroon|CA Canada|KY Cayman Islands|CF Central African Republic
TD Chad|CL Chile|CN China|CN People's Republic of China|CX Christmas Island
CC Cocos (Keeling) Islands|CC Cocos Islands|CO Colombia|KM Comoros|CG Congo
CD Democratic Republic of the Congo|CD Democratic Republic of Congo|CK Cook Islands|CR Costa Rica
CI Cote d'Ivoire|HR Croatia|CU Cuba|CW Curacao|CY Cyprus|CZ Czechia|CZ Czech Republic|DK Denmark
DK Kingdom of Denmark|DJ Djibouti|DM Dominica|DO Dominican Republic|EC Ecuador|EG Egypt
SV El Salvador|GQ Equatorial Guinea|ER Eritrea|EE Estonia|SZ Eswatini|ET Ethiopia
FK Falkland Islands|FK Falkland Islands (Malvinas)|FO Faroe Islands|FJ Fiji|FI Finland|FR France
GF French Guiana|PF French Polynesia|TF French Southern Territories|GA Gabon|GM Gambia|GE Georgia
DE Germany|GH Ghana|GI Gibraltar|GR Greece|GL Greenland|GD Grenada|GP Guadeloupe|GU Guam
GT Guatemala|GG Guernsey|GN Guinea|GW Guinea-Bissau|GY Guyana|HT Haiti
HM Heard Island and McDonald Islands|VA Holy See|VA Vatican City|HN Honduras|HK Hong Kong
HU Hungary|IS Iceland|IN India|ID Indonesia|IR Iran|IR Islamic Republic of Iran|IQ Iraq|IE Ireland
IM Isle of Man|IL Israel|IT Italy|JM Jamaica|JP Japan|JE Jersey|JO Jordan|KZ Kazakhstan|KE Kenya
KI Kiribati|KP North Korea|KP Democratic People's Republic of Korea|KR South Korea
KR Republic of Korea|KW Kuwait|KG Kyrgyzstan|LA Lao People's Democratic Republic|LV Latvia
LB Lebanon|LS Lesotho|LR Liberia|LY Libya|LI Liechtenstein|LT Lithuania|LU Luxembourg
LU Grand Duchy of Luxembourg|MO Macao|MO Macau|MG Madagascar|MW Malawi|MY Malaysia|MV Maldives
ML Mali|MT Malta|MH Marshall Islands|MH Republic of the Marshall Islands|MQ Martinique
MR Mauritania|MU Mauritius|YT Mayotte|MX Mexico|MX United Mexican States|FM Micronesia
FM Federated States of Micronesia|MD Moldova|MD Republic of Moldova|MC Monaco|MN Mongolia
ME Montenegro|MS Montserrat|MA Morocco|MZ Mozambique|MM Myanmar|NA Namibia|NR Nauru|NP Nepal
NL Netherlands|NC New Caledonia|NZ New Zealand|NI Nicaragua|NE Niger|NG Nigeria|NU Niue
NF Norfolk Island|MK North Macedonia|MP Northern Mariana Islands|NO Norway|OM Oman|PK Pakistan
PW Palau|PS Palestine|PS State of Palestine|PA Panama|PG Papua New Guinea|PY Paraguay|PE Peru
PH Philippines|PN Pitcairn|PL Poland|PT Portugal|PR Puerto Rico|QA Qatar|RE Reunion|RO Romania
RU Russian Federation|RW Rwanda|BL Saint Barthelemy|SH Saint Helena
SH Saint Helena, Ascension and Tristan da Cunha|KN Saint Kitts and Nevis|LC Saint Lucia
MF Saint Martin|PM Saint Pierre and Miquelon|VC Saint Vincent|VC Saint Vincent and the Grenadines
WS Samoa|SM San Marino|ST Sao Tome and Principe|SA Saudi Arabia|SN Senegal|RS Serbia|SC Seychelles
SL Sierra Leone|SG Singapore|SX Sint Maarten|SK Slovakia|SI Slovenia|SB Solomon Islands|SO Somalia
ZA South Africa|ZA Republic of South Africa|GS South Georgia and the South Sandwich Islands
SS South Sudan|ES Spain|ES Kingdom of Spain|ES Espana|LK Sri Lanka|SD Sudan|SR Suriname
SJ Svalbard and Jan Mayen|SE Sweden|CH Switzerland|SY Syria|SY Syrian Arab Republic|TW Taiwan
TW Taiwan, Province of China|TJ Tajikistan|TZ Tanzania|TZ United Republic of Tanzania|TH Thailand
TL Timor-Leste|TG Togo|TK Tokelau|TO Tonga|TT Trinidad and Tobago|TN Tunisia|TR Turkey|TR Turkiye
TM Turkmenistan|TC Turks and Caicos Islands|TV Tuvalu|UG Uganda|UA Ukraine|AE United Arab Emirates
AE UAE|GB United Kingdom|GB United Kingdom of Great Britain and Northern Ireland|GB Great Britain
GB Britain|GB UK|GB U.K.|GB England|GB England and Wales|UM United States Minor Outlying Islands
US United States|US United States of America|US USA|US U.S.A.|UY Uruguay|UZ Uzbekistan|VU Vanuatu
VE Venezuela|VN Viet Nam|VG British Virgin Islands|VI U.S. Virgin Islands|VI US Virgin Islands
WF Wallis and Futuna|EH Western Sahara|YE Yemen|ZM Zambia|ZW Zimbabwe
"""
COUNTRIES = {
    words(name): code
    for code, name in (row.split(" ", 1) for row in re.split(r"[|\n]", _ROWS.strip()))
}
"""Country in `code_names.words` form → two-letter code."""
