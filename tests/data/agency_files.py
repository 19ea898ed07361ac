"""Small files in the agencies' own formats, written by the tests cell by cell."""

import csv
import io
from dataclasses import dataclass

from model.places import counties_of, in_geography, places, populations_2020

LOW_QUALITY = (
    "Numbers may differ from published reports using final data. See Technical Notes. "
    "Data not shown due to low data quality."
)
SUPPRESSED_STATE = "Underreported due to incomplete data.  Data suppressed (<10)."
SUPPRESSED_COUNTY = "Numbers between 1 and 9 are suppressed in accordance with NCHS confidentiality standards"


@dataclass(frozen=True)
class Form:
    """An agency's header, and what a cell holds where a test does not say."""

    cells: dict[str, str]

    @property
    def header(self) -> list[str]:
        return list(self.cells)

    def row(self, **changes: object) -> dict[str, str]:
        """A row; a keyword is a column's name in lower case with underscores for the rest."""
        keys = {_keyword(name): name for name in self.cells}
        return self.cells | {keys[word]: str(value) for word, value in changes.items()}

    def text(self, *rows: dict[str, object], columns: list[str] | None = None, newline: str = "\n") -> str:
        """The file: each row as keywords of `row`."""
        header = columns or self.header
        written = io.StringIO()
        writer = csv.writer(written, lineterminator=newline)
        writer.writerow(header)
        for changes in rows:
            cells = self.row(**changes)
            writer.writerow([cells[name] for name in header])
        return written.getvalue()


def _keyword(name: str) -> str:
    return "_".join("".join(char if char.isalnum() else " " for char in name).split()).lower()


STATE = Form(
    {
        "State": "OH",
        "Year": "2024",
        "Month": "December",
        "Period": "12 month-ending",
        "Indicator": "Number of Drug Overdose Deaths",
        "Data Value": "3000.0",
        "Percent Complete": "100.0",
        "Percent Pending Investigation": "0.25",
        "State Name": "Ohio",
        "Footnote": "Numbers may differ from published reports using final data. See Technical Notes.",
        "Footnote Symbol": "**",
        "Predicted Value": "",
    }
)
COUNTY = Form(
    {
        "Data as of": "08/09/2026",
        "Year": "2024",
        "Month": "12",
        "ST_ABBREV": "AL",
        "STATE_NAME": "Alabama",
        "COUNTYNAME": "Baldwin",
        "FIPS": "1003",
        "STATEFIPS": "1",
        "COUNTYFIPS": "3",
        "CODE2013": "4",
        "Provisional Drug Overdose Deaths": "55",
        "Footnote": "",
        "Percentage Of Records Pending Investigation": "",
        "HistoricalDataCompletenessNote": "",
        "MonthEndingDate": "12/31/2024",
        "Start Date": "01/01/2024",
        "End Date": "12/31/2024",
    }
)
CBP = Form(
    {
        "FY": "2024",
        "Month (abbv)": "OCT",
        "Component": "Office of Field Operations",
        "Region": "Southwest Border",
        "Land Filter": "Land Only",
        "Area of Responsibility": "EL PASO FIELD OFFICE",
        "Drug Type": "Fentanyl",
        "Count of Event": "2",
        "Sum Qty (lbs)": "10.5",
    }
)
AMO = Form(
    {
        "FY": "2024",
        "Month (abbv)": "OCT",
        "Component": "Air and Marine Operations",
        "Region": "Southwest Border",
        "Land Filter": "Land",
        "Branch": "El Paso Air Branch",
        "Drug Type": "Fentanyl",
        "Count of Event": "1",
        "Sum Qty (lbs)": "100.0",
    }
)
HIDTA = Form(
    {
        "announced": "2023-07-06",
        "county": "Allen County",
        "state": "OH",
        "fips": "39003",
        "hidta_as_printed": "Ohio HIDTA",
        "source_url": "https://example.gov/ondcp",
    }
)
CENSUS = Form(
    {
        "SUMLEV": "050",
        "REGION": "3",
        "DIVISION": "6",
        "STATE": "01",
        "COUNTY": "001",
        "STNAME": "Alabama",
        "CTYNAME": "Autauga County",
        "ESTIMATESBASE2020": "58800",
        "POPESTIMATE2020": "58900",
        "POPESTIMATE2021": "59200",
        "POPESTIMATE2022": "59700",
        "POPESTIMATE2023": "60300",
        "POPESTIMATE2024": "61000",
        "NPOPCHG2021": "300",
    }
)
FORMS = {
    "vsrr_state": STATE,
    "vsrr_county": COUNTY,
    "cbp_nationwide": CBP,
    "cbp_air_marine": AMO,
    "census_population": CENSUS,
}
ONE_ROW = {source: form.text({}) for source, form in FORMS.items()}
"""A file of one good row of each source."""


YEARS_OF_HEROIN = {"period": {"kind": "year", "year": "Year"}, "drug": "heroin"}


def examiner_mapping(**period_and_drug: object) -> dict[str, object]:
    """What the columns of a partner's own table of deaths by county mean."""
    return {
        "source": {
            "id": "user_examiner",
            "agency": "Examiner",
            "title": "Own counts",
            "citation": "Examiner.",
        },
        "as_of": "2025-06-01",
        "indicator": "deaths",
        "unit": "deaths",
        "basis": "residence",
        "place": {"key": "fips", "column": "FIPS"},
        "value": {"column": "Deaths"},
        **period_and_drug,
    }


def in_snake_case(text: str, **renamed: str) -> str:
    """The same table as the API writes it, with the names that it shortens."""
    header, rows = text.split("\n", 1)
    names = [name.lower().replace(" ", "_") for name in header.split(",")]
    return ",".join(renamed.get(name, name) for name in names) + "\n" + rows


def simulated(text: str) -> str:
    """The same file as the simulator would mark it."""
    lines = text.splitlines()
    return "\n".join([lines[0] + ",Simulated", *(line + ",simulated" for line in lines[1:])]) + "\n"


def population(place: str, year: int) -> int:
    """The size of 2020, and a person more in each county each year."""
    counties = len(counties_of(place, "2022")) if places()[place].kind == "state" else 1
    return populations_2020()[place] + (year - 2020) * counties


def census_text() -> str:
    """Every state and county of today's geography."""
    rows: list[dict[str, object]] = []
    for place in places().values():
        today = place.kind == "state" or (place.kind == "county" and in_geography(place.place, "2022"))
        if not today or place.place.startswith("72"):
            continue
        years = {f"popestimate{year}": population(place.place, year) for year in range(2020, 2025)}
        level = "040" if place.kind == "state" else "050"
        codes = {"sumlev": level, "state": place.place[:2], "county": place.place[2:] or "000"}
        rows.append({**codes, **years, "stname": "", "ctyname": place.name})
    return CENSUS.text(*rows)
