import pytest
from wharfinger_sandbox.home import choose


@pytest.fixture
def project(tmp_path):
    (tmp_path / "project" / "deep" / "inside").mkdir(parents=True)
    (tmp_path / "project" / "Pulumi.yaml").touch()
    return tmp_path / "project"


def test_the_home_lies_beside_the_nearest_project_file(project):
    assert choose({}, project / "deep" / "inside").path == project / ".sandbox"


def test_without_a_project_it_lies_where_the_command_runs(tmp_path):
    assert choose({}, tmp_path).path == tmp_path / ".sandbox"


def test_the_environment_decides_where_it_names_one(project, tmp_path):
    assert choose({"WHARFINGER_SANDBOX_HOME": str(tmp_path / "else")}, project).path == tmp_path / "else"
