/** The texts of the staff's pages, and the integration's own sentences for errors: they come with the pages. */

import { exceptions as english } from "../../custom_components/smart_community/translations/en.json";
import { exceptions as chinese } from "../../custom_components/smart_community/translations/zh-Hans.json";
import { commissioning } from "./texts/commissioning";
import { devices } from "./texts/devices";
import { did } from "./texts/did";
import { elevatorPages } from "./texts/elevator-pages";
import { falls } from "./texts/falls";
import { handover } from "./texts/handover";
import { journal } from "./texts/journal";
import { plans } from "./texts/plans";
import { register } from "./texts/register";
import { roster } from "./texts/roster";
import { staff } from "./texts/staff";
import { learn } from "./words";

const texts = {
  ...commissioning,
  ...devices,
  ...did,
  ...elevatorPages,
  ...falls,
  ...handover,
  ...journal,
  ...plans,
  ...register,
  ...roster,
  ...staff,
};

export type StaffTexts = typeof texts;

learn(texts, { en: english, "zh-Hans": chinese });
