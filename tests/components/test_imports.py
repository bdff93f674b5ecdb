"""A program pays only for the cloud it uses, and needs no spec."""

import subprocess
import sys

import pytest

SDKS = {"aws": "pulumi_aws", "gcp": "pulumi_gcp", "azure": "pulumi_azure_native"}


@pytest.mark.parametrize("cloud", SDKS)
def test_a_cloud_loads_its_own_sdk_and_no_other_and_no_spec(cloud):
    unwanted = [sdk for other, sdk in SDKS.items() if other != cloud] + ["wharfinger", "pydantic"]
    program = (
        f"import sys, wharfinger_components.{cloud}\n"
        f"print(*[name for name in {[SDKS[cloud], *unwanted]} if name in sys.modules])"
    )

    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert loaded.stdout.split() == [SDKS[cloud]]
