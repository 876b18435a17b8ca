param([string] $Module)

BeforeAll {
    . (Join-Path $PSScriptRoot 'Founded.ps1') $Module
}

AfterAll {
    Remove-Founded
}

Describe 'New-TrstCASpec' {
    It 'says where a name goes that comes down the pipeline' {
        { 'CN=Q' | New-TrstCASpec -Validity 1y -ErrorAction Stop } | Should -Throw '*a distinguished name is -Subject*String*'
    }

    It 'makes a specification without a store' {
        $spec = New-TrstCASpec 'CN=Contoso Issuing CA,O=Contoso' -Validity 5y -PathLength 0 -PermittedName 'DNS:contoso.com'
        $spec | Should -BeOfType ([Trstctl.Authorities.CASpec])
        "$($spec.KeyAlgorithm)" | Should -Be 'ECDSA-P384'
        $spec.PathLength | Should -Be 0
    }

    It 'takes what it does not say from a CA' {
        $spec = $root | New-TrstCASpec -Validity 3y
        $spec.Subject | Should -Be (New-TrstCASpec -Like $root -Validity 3y).Subject
    }

    It 'names the field that is wrong' {
        Assert-Refused SpecInvalid InvalidArgument { New-TrstCASpec 'Contoso' -Validity 5y }
        Assert-Refused SpecInvalid InvalidArgument { New-TrstCASpec 'CN=X' }
        Assert-Refused DurationInvalid InvalidArgument { New-TrstCASpec 'CN=X' -Validity 7300 }
        Assert-Refused SpecInvalid InvalidArgument { New-TrstCASpec 'CN=X' -Validity 5y -KeyAlgorithm DSA }
        Assert-Refused SpecInvalid InvalidArgument { New-TrstCASpec 'CN=X' -Validity 5y -PermittedName 'contoso.com' }
        Assert-Refused SpecInvalid InvalidArgument { New-TrstCASpec 'CN=X' -Validity 5y -NotAfter 2030-01-01 }
    }
}
