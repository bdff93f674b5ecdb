"""Google Cloud labels: their rules, and the labels that the provider adds to a resource's own."""

import re
from collections.abc import Mapping
from typing import Any

from wharfinger_sandbox.clouds.reading import block, setting
from wharfinger_sandbox.provider.model import CloudView, Inputs, Outputs, Problem

MOST_LABELS = 64
KEY = re.compile(r"[a-z][a-z0-9_-]{0,62}")
VALUE = re.compile(r"[a-z0-9_-]{0,63}")
ATTRIBUTION = {"goog-pulumi-provisioned": "true"}
"""The label that pulumi-gcp adds unless `addPulumiAttributionLabel` is false."""


def label_problems(inputs: Inputs) -> list[Problem]:
    """What Google Cloud refuses in labels (Artifact Registry API: Repository.labels)."""
    labels = block(inputs, "labels")
    problems: list[Problem] = []
    if len(labels) > MOST_LABELS:
        problems.append(Problem("labels", f"{len(labels)} labels; at most {MOST_LABELS} are allowed."))
    for key, value in labels.items():
        if not KEY.fullmatch(key):
            reason = "a label key starts with a lowercase letter and has at most 63 of a-z, 0-9, '_' and '-'."
            problems.append(Problem(f"labels.{key}", reason))
        if isinstance(value, str) and not VALUE.fullmatch(value):
            problems.append(
                Problem(f"labels.{key}", "a label value has at most 63 of a-z, 0-9, '_' and '-'.")
            )
    return problems


def label_outputs(inputs: Inputs, cloud: CloudView) -> Outputs:
    """The outputs `effectiveLabels` and `pulumiLabels`: default labels, own ones and the attribution."""
    defaults: Any = setting(cloud.config, "defaultLabels")
    shared: Mapping[str, Any] = defaults if isinstance(defaults, Mapping) else {}
    attribution = {} if setting(cloud.config, "addPulumiAttributionLabel") is False else ATTRIBUTION
    labels = {**attribution, **shared, **block(inputs, "labels")}
    return {"effectiveLabels": labels, "pulumiLabels": labels}
