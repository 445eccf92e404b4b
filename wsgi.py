from assembly.application import create_app

app = create_app()
