def test_every_value_has_its_line_and_what_it_overrode(project, run, snapshot):
    result = run("explain", "payments/api")
    assert result.exit_code == 0
    assert result.stdout == snapshot


def test_one_environment_or_registry_can_be_asked_for(project, run):
    only = run("explain", "payments/api", "--environment", "dev").stdout
    assert "In dev:" in only
    assert "In prod:" not in only
    assert run("explain", "payments/api", "--registry", "aws-dev").stdout == only


def test_a_repository_that_is_placed_nowhere_is_said_to_be(project, run):
    result = run("explain", "search/indexer", "--environment", "dev")
    assert result.exit_code == 0
    assert "placed in no registry" in result.stdout


def test_an_unknown_repository_is_a_usage_error_with_the_likely_one(project, run):
    result = run("explain", "payments/apii")
    assert result.exit_code == 2
    assert "`payments/api`" in result.stderr
